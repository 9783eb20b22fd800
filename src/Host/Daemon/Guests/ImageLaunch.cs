using System.Text;
using Ptracer.Host.Cli;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Makes sessions of images: what they say of themselves as session options.</summary>
internal static class ImageLaunch
{
    /// <summary>
    /// A session as the image has it: its user, its directory, its command, and this process's environment with the
    /// user's HOME and the image's own variables.
    /// </summary>
    /// <exception cref="PtracerException">It names a user or variable that is none.</exception>
    public static SessionOptions Session(StoredImage image, IHostView host)
    {
        ImageDefaults defaults = image.Defaults;
        GuestUsers users = new(defaults.Name ?? "", image.RootfsPath);
        GuestUser user = string.IsNullOrEmpty(defaults.User) ? users.Of(new GuestIdentity(0, 0)) : users.Find(defaults.User);
        GuestEnvironment environment = GuestEnvironment.OfProcess();
        environment.Set("HOME", user.Home);
        foreach (string variable in defaults.Environment ?? [])
        {
            environment.Set(Encoding.UTF8.GetBytes(variable));
        }

        return new SessionOptions
        {
            RootfsPath = image.RootfsPath,
            Bindings = GuestLaunch.Usual(host),
            WorkingDirectory = string.IsNullOrEmpty(defaults.WorkingDirectory) ? "/" : defaults.WorkingDirectory,
            Identity = user.Identity,
            Environment = environment.ToList(),
            Command = [.. (defaults.Entrypoint ?? []).Concat(defaults.Command ?? []).Select(Encoding.UTF8.GetBytes)],
        };
    }
}
