using System.Text;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Profiles;

/// <summary>
/// Reads a profile, a text with one statement a line; <c>#</c> starts a comment.
/// <code>
/// about TEXT               what it is for
/// needs PROFILE            another profile comes first
/// when library NAME        taken by itself where a file of this name (a pattern) is packed
/// when symbol NAME         taken by itself where a packed program or library names this symbol
/// program PATH             with all that it needs to be loaded; program? PATH: if it is there
/// include GLOB             what is there of it, with all that it needs to be loaded
/// exclude GLOB             left out, whoever asked for it
/// directory MODE PATH      made unless it is there; MODE is octal
/// link PATH TEXT           the same for a symbolic link
/// file MODE PATH           the same for a file; the lines that follow with "| " in front are its content
/// </code>
/// </summary>
internal sealed class ProfileReader
{
    private const uint LinkPermissions = 0x1ff; // 0777

    private readonly Profile _profile;
    private readonly StringBuilder _content = new();
    private ProfileEntry? _open;
    private int _line;

    private ProfileReader(string name) => _profile = new Profile(name);

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name, for messages too.</param>
    /// <param name="text">The whole text.</param>
    /// <exception cref="PtracerException">A line is no statement.</exception>
    public static Profile Read(string name, string text)
    {
        ProfileReader reader = new(name);
        foreach (string line in text.Split('\n'))
        {
            reader._line++;
            reader.ReadLine(line.TrimEnd('\r'));
        }

        reader.CloseFile();
        return reader._profile;
    }

    private void ReadLine(string line)
    {
        if (line is "|" || line.StartsWith("| ", StringComparison.Ordinal))
        {
            _ = _open ?? throw Wrong(line, "content without a file above it");
            _content.Append(line.Length > 2 ? line[2..] : "").Append('\n');
            return;
        }

        CloseFile();
        string statement = line.Trim();
        if (statement.Length > 0 && statement[0] != '#')
        {
            int blank = statement.IndexOf(' ', StringComparison.Ordinal);
            string rest = blank < 0 ? "" : statement[blank..].Trim();
            Take(blank < 0 ? statement : statement[..blank], rest, line);
        }
    }

    private void Take(string word, string rest, string line)
    {
        if (rest.Length == 0)
        {
            throw Wrong(line, "something is missing behind the first word");
        }

        switch (word)
        {
            case "about":
                _profile.About = rest;
                break;
            case "needs":
                _profile.Needs.Add(rest);
                break;
            case "when":
                _profile.Triggers.Add(Trigger(rest, line));
                break;
            case "program" or "program?":
                _profile.Programs.Add(new ProfileProgram(rest, word == "program"));
                break;
            case "include":
                _profile.Includes.Add(Glob.Parse(rest));
                break;
            case "exclude":
                _profile.Excludes.Add(Glob.Parse(rest));
                break;
            default:
                TakeMade(word, rest, line);
                break;
        }
    }

    private void TakeMade(string word, string rest, string line)
    {
        string[] words = rest.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (words.Length < 2 || word is not ("directory" or "file" or "link"))
        {
            throw Wrong(line, "not a statement");
        }

        if (word == "link")
        {
            byte[] text = Encoding.UTF8.GetBytes(words[1]);
            _profile.Made.Add(new ProfileEntry(Place(words[0], line), TreeEntryType.Link, LinkPermissions, text));
            return;
        }

        TreeEntryType type = word == "file" ? TreeEntryType.File : TreeEntryType.Directory;
        ProfileEntry entry = new(Place(words[1], line), type, Mode(words[0], line), null);
        _open = type == TreeEntryType.File ? entry : null;
        if (_open is null)
        {
            _profile.Made.Add(entry);
        }
    }

    private void CloseFile()
    {
        if (_open is { } file)
        {
            _profile.Made.Add(file with { Content = Encoding.UTF8.GetBytes(_content.ToString()) });
            _content.Clear();
            _open = null;
        }
    }

    private ProfileTrigger Trigger(string rest, string line) => rest.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["library", string name] => new ProfileTrigger(ProfileTriggerKind.Library, name),
        ["symbol", string name] => new ProfileTrigger(ProfileTriggerKind.Symbol, name),
        _ => throw Wrong(line, "write: when library NAME, or when symbol NAME"),
    };

    private TreePath Place(string path, string line) =>
        path.StartsWith('/') && TreePath.TryParse(Encoding.UTF8.GetBytes(path), out TreePath place)
            ? place
            : throw Wrong(line, "the path is not absolute, or holds ..");

    private uint Mode(string text, string line)
    {
        const uint Most = 0xfff; // 07777
        uint mode = 0;
        foreach (char digit in text)
        {
            mode = digit is >= '0' and <= '7' && mode <= Most ? (mode * 8) + (uint)(digit - '0') : uint.MaxValue / 8;
        }

        return mode <= Most ? mode : throw Wrong(line, "the mode is not octal");
    }

    private PtracerException Wrong(string line, string what) =>
        new($"profile {_profile.Name}, line {_line}: {what} ({line.Trim()}); correct it, see README.md");
}
