using System.Diagnostics;
using Images.Tests.Harness;
using Packer.Tests.Harness;
using Xunit;

namespace Images.Tests.Registry;

/// <summary>
/// A static native binary pulls from a registry with TLS, whose authority the test has made. Without one that it trusts, or by
/// another name, it does not.
/// </summary>
public sealed class TlsTests : IDisposable
{
    private static readonly Lazy<ScratchDirectory> s_certificates = new(() =>
    {
        ScratchDirectory made = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => made.Dispose();
        made.Shell(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Test \
                -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2> /dev/null
            cp ca.pem other.pem
            make() { # NAME DAYS SANS KEY OPTION
                openssl req -newkey "$4" -pkeyopt "$5" -nodes -keyout "$1.key" -out "$1.csr" -subj /CN=registry 2> /dev/null
                printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$3" > "$1.ext"
                openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$2" -extfile "$1.ext" -out "$1.pem" 2> /dev/null
                chmod 644 "$1.key"
            }
            make good 2 DNS:localhost,IP:127.0.0.1 rsa rsa_keygen_bits:2048
            make named 2 DNS:registry.example ec ec_paramgen_curve:P-384
            make old -1 DNS:localhost,IP:127.0.0.1 ec ec_paramgen_curve:P-256
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout x.key -out other.pem -days 2 -subj /CN=Other 2> /dev/null
            mkdir hashed; cp ca.pem hashed/0123abcd.0; echo note > hashed/README
            """);
        return made;
    });

    private readonly ScratchDirectory _place = new();
    private readonly string? _probe = Environment.GetEnvironmentVariable("PTRACER_PROBE");

    public TlsTests()
    {
        SampleImage.Bring(_place);
        _place.Shell($"cp -a {s_certificates.Value.Path}/. .");
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("localhost", "SSL_CERT_FILE", "ca.pem")]
    [InlineData("127.0.0.1", "SSL_CERT_FILE", "ca.pem")]
    [InlineData("localhost", "SSL_CERT_DIR", "hashed")]
    public void Pull_TrustedRegistry_Works(string host, string variable, string trust)
    {
        using RegistryProcess registry = Start("good");
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false oci:image:v1 docker://{registry.Host}/d:v1");

        (int status, string output, string errors) = Probe($"{host}:{registry.Port}/d:v1", (variable, _place[trust]));

        Assert.Equal((0, ""), (status, errors));
        Assert.StartsWith("sha256:", output, StringComparison.Ordinal);
        Assert.Equal(SampleImage.Listing(_place, "expected"), SampleImage.Listing(_place, "out"));
    }

    [Theory]
    [InlineData("good", "other.pem", "no authority that this machine trusts has signed it; set SSL_CERT_FILE")]
    [InlineData("named", "ca.pem", "it is not for localhost")]
    [InlineData("old", "ca.pem", "it has expired")]
    public void Pull_RegistryThatIsNotTrusted_IsRefused(string certificate, string trust, string expected)
    {
        using RegistryProcess registry = Start(certificate);

        (int status, _, string errors) = Probe($"localhost:{registry.Port}/d:v1", ("SSL_CERT_FILE", _place[trust]));

        Assert.Equal(125, status);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Pull_AddressThatTheCertificateIsNotFor_IsRefused()
    {
        using RegistryProcess registry = Start("named");

        (_, _, string errors) = Probe($"127.0.0.1:{registry.Port}/d:v1", ("SSL_CERT_FILE", _place["ca.pem"]));

        Assert.Contains("it is not for 127.0.0.1", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Pull_StaticBinary_OpensNoLibrary()
    {
        using RegistryProcess registry = Start("good");
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false oci:image:v1 docker://{registry.Host}/d:v1");

        string headers = _place.Shell($"readelf -lW {Needed()}");
        (int status, _, _) = Run(
            ["strace", "-f", "-o", _place["trace"], "-e", "trace=open,openat,openat2", Needed(), $"localhost:{registry.Port}/d:v1", _place["store"], _place["out"]],
            ("SSL_CERT_FILE", _place["ca.pem"]));

        Assert.Equal(0, status);
        Assert.DoesNotContain("INTERP", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("/lib/x86_64-linux-gnu/", string.Join('\n', File.ReadLines(_place["trace"]).Where(line => line.Contains("\"/", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.DoesNotContain("nsswitch", File.ReadAllText(_place["trace"]), StringComparison.Ordinal);
    }

    private RegistryProcess Start(string certificate) => new(
        _place, $"  tls: {{certificate: {_place[certificate + ".pem"]}, key: {_place[certificate + ".key"]}}}");

    private string Needed()
    {
        Assert.True(_probe is not null, "PTRACER_PROBE names no binary; run build.sh test");
        return _probe;
    }

    private (int Status, string Output, string Errors) Probe(string reference, (string Name, string Value) trust) =>
        Run([Needed(), reference, _place["store"], _place["out"]], trust);

    private static (int Status, string Output, string Errors) Run(string[] words, (string Name, string Value) trust)
    {
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[trust.Name] = trust.Value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
