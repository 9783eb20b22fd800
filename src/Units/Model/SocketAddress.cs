using System.Net;
using System.Net.Sockets;

namespace Ptracer.Units;

/// <summary>An address of a socket unit that is not a path.</summary>
/// <param name="AbstractName">The name in the abstract namespace; null for IP.</param>
/// <param name="Host">The IP address; null: any address of both families.</param>
/// <param name="Port">The port.</param>
/// <param name="Interface">The interface behind <c>%</c>; null for none.</param>
internal sealed record SocketAddress(string? AbstractName, IPAddress? Host, int Port, string? Interface)
{
    private static readonly string[] s_netlinkFamilies =
    [
        "route", "firewall", "inet-diag", "nflog", "xfrm", "selinux", "iscsi", "audit", "fib-lookup", "connector", "netfilter",
        "ip6-fw", "dnrtmsg", "kobject-uevent", "generic", "scsitransport", "ecryptfs", "rdma",
    ];

    /// <summary>Reads <c>@NAME</c>, <c>PORT</c>, <c>HOST:PORT</c>, <c>[HOST]:PORT</c>; null for anything else.</summary>
    public static SocketAddress? Parse(string text)
    {
        if (text.StartsWith('@'))
        {
            return text.Length is > 1 and <= 107 ? new SocketAddress(text[1..], null, 0, null) : null;
        }

        int percent = text.LastIndexOf('%');
        return percent < 0 ? Parse(text, null)
            : percent == text.Length - 1 ? null
            : Parse(text[..percent], text[(percent + 1)..]);
    }

    private static SocketAddress? Parse(string rest, string? device)
    {
        int colon = rest.LastIndexOf(':');
        if (PortOf(rest[(colon + 1)..]) is not { } port)
        {
            return null;
        }

        if (colon < 0)
        {
            return new SocketAddress(null, null, port, device);
        }

        bool isSix = rest.StartsWith('[') && colon > 1 && rest[colon - 1] == ']';
        string host = isSix ? rest[1..(colon - 1)] : rest[..colon];
        AddressFamily family = isSix ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == family && (isSix || host.Split('.').Length == 4)
            ? new SocketAddress(null, address, port, device)
            : null;
    }

    /// <summary>Whether a text is a netlink family and perhaps a multicast group.</summary>
    public static bool IsNetlink(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 1 or 2 && (Array.IndexOf(s_netlinkFamilies, words[0]) >= 0 || Numbers.Unsigned(words[0]) is not null)
            && (words.Length == 1 || Numbers.Unsigned(words[1]) is <= uint.MaxValue);
    }

    private static int? PortOf(string text) => Numbers.Unsigned(text) is { } port and > 0 and <= ushort.MaxValue ? (int)port : null;
}
