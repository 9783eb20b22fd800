using System.Security.Cryptography;
using Ptracer.Host.Http;
using Xunit;

namespace Ptracer.Host.Tests.Http;

public sealed class Sha1Tests
{
    [Fact]
    public void Hash_OfEveryShortLength_IsTheFrameworks()
    {
        byte[] message = new byte[200];
        new Random(1).NextBytes(message);
        for (int length = 0; length <= message.Length; length++)
        {
            Assert.Equal(SHA1.HashData(message.AsSpan(0, length)), Sha1.Hash(message.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Answer_ToTheKeyOfRfc6455_IsItsAnswer() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketHandshake.Answer("dGhlIHNhbXBsZSBub25jZQ=="));
}
