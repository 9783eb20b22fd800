using System.Globalization;
using System.Text;

namespace Ptracer.Host.Tests.Programs;

/// <summary>A picture as pdftoppm writes it: ppm(5), the raw form with one byte a sample.</summary>
internal sealed class Pixmap
{
    private const int White = 0xffffff;

    private readonly byte[] _samples;

    private Pixmap(int width, int height, byte[] samples) => (Width, Height, _samples) = (width, height, samples);

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Reads a file whose header is three lines: P6, the size, 255.</summary>
    public static Pixmap Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 0;
        for (var line = 0; line < 3; line++)
        {
            start = Array.IndexOf(bytes, (byte)'\n', start) + 1;
        }

        var words = Encoding.ASCII.GetString(bytes, 0, start).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var size = words[1..3].Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return words is ["P6", _, _, "255"] && bytes.Length - start == size[0] * size[1] * 3
            ? new Pixmap(size[0], size[1], bytes[start..])
            : throw new InvalidDataException($"{path} is not a pixmap of one byte a sample");
    }

    /// <summary>How many pixels have a colour, 0xRRGGBB; each sample may differ by 16.</summary>
    public int Count(int colour)
    {
        const int Tolerance = 16;
        var count = 0;
        for (var at = 0; at < _samples.Length; at += 3)
        {
            var isNear = true;
            for (var sample = 0; sample < 3; sample++)
            {
                isNear &= Math.Abs(_samples[at + sample] - ((colour >> (16 - (8 * sample))) & 255)) <= Tolerance;
            }

            count += isNear ? 1 : 0;
        }

        return count;
    }

    /// <summary>How many pixels are not white.</summary>
    public int CountInk() => (Width * Height) - Count(White);
}
