namespace Ptracer.Host.Cli;

/// <summary>A verb that only tells something: help, version.</summary>
internal sealed class TextVerb(string text) : IVerb
{
    /// <summary>What it tells.</summary>
    public string Text { get; } = text;

    /// <inheritdoc/>
    public int Run()
    {
        Terminal.Write(Text);
        return 0;
    }
}
