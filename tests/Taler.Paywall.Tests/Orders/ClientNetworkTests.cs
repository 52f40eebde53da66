using System.Net;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Orders;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%3", "fe80::2%4", true)]
    public void A_client_is_an_address_or_the_network_of_one(string first, string second, bool isOne) =>
        Assert.Equal(isOne, ClientNetwork.Of(IPAddress.Parse(first)) == ClientNetwork.Of(IPAddress.Parse(second)));

    [Fact]
    public void Clients_without_an_address_are_one()
    {
        Assert.Equal(ClientNetwork.Of(null), ClientNetwork.Of(null));
        Assert.NotEqual(ClientNetwork.Of(null), ClientNetwork.Of(IPAddress.Loopback));
    }

    [Fact]
    public void A_client_is_always_in_the_same_of_as_many_groups_as_are_wanted()
    {
        var clients = Enumerable.Range(0, 1000).Select(i => ClientNetwork.Of(new IPAddress(i))).ToList();

        Assert.Equal(4, clients.Select(client => client.GroupOf(4)).Distinct().Count());
        Assert.All(clients, client => Assert.Equal(client.GroupOf(4), client.GroupOf(4)));
    }
}
