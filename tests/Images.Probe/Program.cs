using Ptracer;
using Ptracer.Images;
using Ptracer.Images.Registry;
using Ptracer.Images.Rootfs;

namespace Images.Probe;

/// <summary>Pulls an image and unpacks it, as a static native binary: <c>Images.Probe REFERENCE STORE DIRECTORY</c>.</summary>
internal static class Program
{
    private static int Main(string[] words)
    {
        try
        {
            RegistryClient client = new(new BlobStore(words[1]), Credentials.Read(), new RegistryOptions { Attempts = 1 });
            using ContainerImage image = client.Pull(ImageReference.Parse(words[0]), null, CancellationToken.None);
            RootfsReport report = ImageUnpacker.Unpack(image, words[2], new RootfsLimits(), null, CancellationToken.None);
            Console.WriteLine($"{image.Digest} {report.Members}");
            return 0;
        }
        catch (PtracerException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.Status;
        }
    }
}
