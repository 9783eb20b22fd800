using System.Buffers.Binary;
using System.Numerics;

namespace Ptracer.Host.Http;

/// <summary>SHA-1 (RFC 3174), for the handshake of WebSockets alone, where it guards nothing.</summary>
internal static class Sha1
{
    private const int BlockBytes = 64;
    private const int LengthBytes = 8;

    /// <summary>The digest of a short message: 20 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        int padded = (message.Length + 1 + LengthBytes + BlockBytes - 1) / BlockBytes * BlockBytes;
        byte[] text = new byte[padded];
        message.CopyTo(text);
        text[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(text.AsSpan(padded - LengthBytes), (ulong)message.Length * 8);

        uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        for (int at = 0; at < padded; at += BlockBytes)
        {
            Add(state, text.AsSpan(at, BlockBytes));
        }

        byte[] digest = new byte[state.Length * sizeof(uint)];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(i * sizeof(uint)), state[i]);
        }

        return digest;
    }

    private static void Add(uint[] state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[80];
        for (int t = 0; t < words.Length; t++)
        {
            words[t] = t < 16
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..])
                : BitOperations.RotateLeft(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
        }

        (uint a, uint b, uint c, uint d, uint e) = (state[0], state[1], state[2], state[3], state[4]);
        for (int t = 0; t < words.Length; t++)
        {
            (uint mixed, uint constant) = (t / 20) switch
            {
                0 => ((b & c) | (~b & d), 0x5A827999u),
                1 => (b ^ c ^ d, 0x6ED9EBA1u),
                2 => ((b & c) | (b & d) | (c & d), 0x8F1BBCDCu),
                _ => (b ^ c ^ d, 0xCA62C1D6u),
            };
            uint next = BitOperations.RotateLeft(a, 5) + mixed + e + words[t] + constant;
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
