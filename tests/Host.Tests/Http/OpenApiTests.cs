using System.Net.Http.Json;
using System.Text.Json;
using Ptracer.Host.Http;
using Ptracer.Host.Http.Routing;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>openapi.json against the mapped routes, both ways.</summary>
public sealed class OpenApiTests : ApiTest
{
    [Fact]
    public async Task Document_AndRoutes_Agree()
    {
        JsonElement document = await Http.GetFromJsonAsync<JsonElement>("/openapi.json", Cancel);
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        List<string> described = [];
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            described.AddRange(path.Value.EnumerateObject().Select(method => Describe(path.Name, method)));
        }

        List<string> mapped = [.. ApiRoutes.Of(Daemon, TimeSpan.Zero).All.Select(Describe)];
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_References_Exist()
    {
        string text = await Http.GetStringAsync("/openapi.json", Cancel);
        JsonElement schemas = JsonDocument.Parse(text).RootElement.GetProperty("components").GetProperty("schemas");
        string[] parts = text.Split("#/components/schemas/");
        Assert.True(parts.Length > 30);
        Assert.All(parts[1..], part => Assert.True(schemas.TryGetProperty(part[..part.IndexOf('"', StringComparison.Ordinal)], out _), part));
    }

    [Fact]
    public async Task Document_Schemas_NameTheMembersThatAreSent()
    {
        JsonElement document = await Http.GetFromJsonAsync<JsonElement>("/openapi.json", Cancel);
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        JsonElement guest = (await Http.GetFromJsonAsync<JsonElement>("/v1/guests", Cancel))[0];
        AssertMembers(schemas.GetProperty("Guest"), guest);
        AssertMembers(schemas.GetProperty("GuestSettings"), guest.GetProperty("settings"));
        AssertMembers(schemas.GetProperty("Unit"), await First("/v1/guests/debian/units"));
        AssertMembers(schemas.GetProperty("UnitFile"), await First("/v1/guests/debian/unit-files"));
        AssertMembers(schemas.GetProperty("UnitText"), await First("/v1/guests/debian/units/cups/files"));
        AssertMembers(schemas.GetProperty("UnitEdge"), await First("/v1/guests/debian/units/cups/dependencies"));
        AssertMembers(schemas.GetProperty("Finding"), await First("/v1/guests/debian/units/cups/findings"));
        AssertMembers(schemas.GetProperty("Property"), await First("/v1/guests/debian/units/cups/properties"));
        AssertMembers(schemas.GetProperty("JournalEntry"), await First("/v1/guests/debian/journal"));
        AssertMembers(schemas.GetProperty("Process"), await First("/v1/guests/debian/processes"));
        AssertMembers(schemas.GetProperty("Sample"), await First("/v1/guests/debian/history"));
        AssertMembers(schemas.GetProperty("DoctorFinding"), await First("/v1/doctor"));
    }

    private static void AssertMembers(JsonElement schema, JsonElement sent) =>
        Assert.Equal(
            schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal),
            sent.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));

    private static string Describe(Route route) =>
        $"{route.Method} {route.Template}?{string.Join('&', route.Query.Order(StringComparer.Ordinal))} body={route.HasBody} public={route.Access == RouteAccess.Public}";

    private static string Describe(string path, JsonProperty method)
    {
        List<JsonElement> parameters = method.Value.TryGetProperty("parameters", out JsonElement all) ? [.. all.EnumerateArray()] : [];
        IEnumerable<string> Named(string place) => parameters
            .Where(parameter => parameter.GetProperty("in").GetString() == place)
            .Select(parameter => parameter.GetProperty("name").GetString()!);

        IEnumerable<string> variables = path.Split('/').Where(part => part.StartsWith('{')).Select(part => part[1..^1]);
        Assert.Equal(variables, Named("path"));
        bool isPublic = method.Value.TryGetProperty("security", out JsonElement security) && security.GetArrayLength() == 0;
        return $"{method.Name.ToUpperInvariant()} {path}?{string.Join('&', Named("query").Order(StringComparer.Ordinal))} " +
            $"body={method.Value.TryGetProperty("requestBody", out _)} public={isPublic}";
    }

    private async Task<JsonElement> First(string path) => (await Http.GetFromJsonAsync<JsonElement>(path, Cancel))[0];
}
