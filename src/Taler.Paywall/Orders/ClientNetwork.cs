using System.Net;
using System.Net.Sockets;

namespace Taler.Paywall.Orders;

/// <summary>
/// What counts as one client: an IPv4 address, or an IPv6 network, for whoever has one address has the 2^64 of its network. All clients whose
/// address is not known count as one.
/// </summary>
internal readonly record struct ClientNetwork
{
    private const int NetworkBytes = 8;

    private readonly IPAddress? _address;

    private ClientNetwork(IPAddress address) => _address = address;

    public static ClientNetwork Of(IPAddress? client)
    {
        if (client is null)
            return default;
        if (client.IsIPv4MappedToIPv6)
            return new ClientNetwork(client.MapToIPv4());
        if (client.AddressFamily is not AddressFamily.InterNetworkV6)
            return new ClientNetwork(client);
        Span<byte> bytes = stackalloc byte[2 * NetworkBytes];
        client.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return new ClientNetwork(new IPAddress(bytes));
    }

    /// <summary>One of so many groups of clients: it stands for all that fall into it. Nobody can tell from outside which do.</summary>
    public ClientNetwork GroupOf(int groups) => new(new IPAddress((long)((uint)GetHashCode() % (uint)groups)));
}
