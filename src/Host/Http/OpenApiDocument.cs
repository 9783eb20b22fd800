using System.Reflection;

namespace Ptracer.Host.Http;

/// <summary>openapi.json, which the binary carries: the description of every route. A test compares the two.</summary>
internal static class OpenApiDocument
{
    /// <summary>The document.</summary>
    public static byte[] Bytes
    {
        get
        {
            using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")!;
            byte[] bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            return bytes;
        }
    }
}
