using System.Text.Json;
using System.Text.Json.Serialization;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Http.Json;

/// <summary>Every type that goes over the wire. Members that are not known are skipped: a newer daemon may say more.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SeverityConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(VersionPayload))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(NamePayload))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(KillRequest))]
[JsonSerializable(typeof(UnitFilesRequest))]
[JsonSerializable(typeof(TargetPayload))]
[JsonSerializable(typeof(UsagePayload))]
[JsonSerializable(typeof(ExecControl))]
[JsonSerializable(typeof(ExecExit))]
[JsonSerializable(typeof(GuestSettings))]
[JsonSerializable(typeof(SettingsPayload))]
[JsonSerializable(typeof(GuestInfo))]
[JsonSerializable(typeof(IReadOnlyList<GuestInfo>))]
[JsonSerializable(typeof(CreationProgress))]
[JsonSerializable(typeof(UnitInfo))]
[JsonSerializable(typeof(IReadOnlyList<UnitInfo>))]
[JsonSerializable(typeof(IReadOnlyList<UnitFileInfo>))]
[JsonSerializable(typeof(IReadOnlyList<UnitText>))]
[JsonSerializable(typeof(IReadOnlyList<UnitEdge>))]
[JsonSerializable(typeof(IReadOnlyList<VerifyFinding>))]
[JsonSerializable(typeof(IReadOnlyList<KeyValuePair<string, string>>))]
[JsonSerializable(typeof(UnitFileChanges))]
[JsonSerializable(typeof(JobResult))]
[JsonSerializable(typeof(JournalEntryInfo))]
[JsonSerializable(typeof(IReadOnlyList<JournalEntryInfo>))]
[JsonSerializable(typeof(IReadOnlyList<GuestProcessInfo>))]
[JsonSerializable(typeof(IReadOnlyList<ResourceSample>))]
[JsonSerializable(typeof(IReadOnlyList<DoctorFinding>))]
[JsonSerializable(typeof(StateChange))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private static ApiJson? s_strict;

    /// <summary>For what clients send: a member that is not known is an error, since it would be ignored.</summary>
    public static ApiJson Strict => s_strict ??=
        new(new JsonSerializerOptions(Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow });
}

/// <summary>Severities are words: <c>good</c>, <c>note</c>, <c>degraded</c> ...</summary>
internal sealed class SeverityConverter() : JsonStringEnumConverter<DoctorSeverity>(JsonNamingPolicy.CamelCase);
