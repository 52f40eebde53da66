using System.Net;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>Listing, deleting, and asking for a session.</summary>
public sealed class OrderListTests
{
    [Theory]
    [InlineData("", "O1 O2 O3")]
    [InlineData("?limit=-2", "O3 O2")]
    [InlineData("?limit=2", "O1 O2")]
    [InlineData("?limit=2&offset=1", "O2 O3")]
    [InlineData("?limit=-5&offset=3", "O2 O1")]
    [InlineData("?paid=yes", "O1 O2")]
    [InlineData("?paid=no", "O3")]
    [InlineData("?refunded=yes", "O2")]
    [InlineData("?wired=yes", "")]
    [InlineData("?session_id=S1&paid=yes", "O1")]
    [InlineData("?fulfillment_url=http://shop.example/other", "O3")]
    [InlineData("?summary_filter=ESSAY", "O1 O2 O3")]
    [InlineData("?summary_filter=tea", "")]
    public async Task A_list_holds_what_was_asked_for(string query, string expected)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.BuyAsync("bob", "O2", "S2");
        await sandbox.RefundAsync("O2", "KUDOS:3");
        await sandbox.CreateAsync("O3", body => body["order"]!["fulfillment_url"] = "http://shop.example/other");

        var orders = (await sandbox.ShopGetAsync("private/orders" + query)).Json["orders"]!.AsArray();

        Assert.Equal(expected, string.Join(' ', orders.Select(order => (string?)order!["order_id"])));
    }

    [Fact]
    public async Task An_entry_tells_the_state_of_its_order()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:3");

        var entry = (await sandbox.ShopGetAsync("private/orders")).Json["orders"]![0]!;

        Assert.Equal(1, (int)entry["row_id"]!);
        Assert.Equal("KUDOS:10", (string?)entry["amount"]);
        Assert.Equal("An essay", (string?)entry["summary"]);
        Assert.True((bool)entry["paid"]!);
        Assert.True((bool)entry["refundable"]!);
        Assert.Equal("KUDOS:3", (string?)entry["pending_refund_amount"]);
    }

    [Fact]
    public async Task A_list_can_wait_for_its_first_entry()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var poll = sandbox.ShopGetAsync("private/orders?limit=1&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.CreateAsync("O1");

        Assert.Single((await poll).Json["orders"]!.AsArray());
    }

    [Fact]
    public async Task An_unclaimed_order_is_deleted_at_once()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");

        var reply = await sandbox.ShopAsync(HttpMethod.Delete, "private/orders/O1");

        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.StatusAsync("O1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.ShopAsync(HttpMethod.Delete, "private/orders/O1")).Status);
    }

    [Fact]
    public async Task A_claimed_order_is_deleted_by_force_alone()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        await sandbox.Control.ClaimAsync("alice", await sandbox.PayUriAsync("O1"));

        var refused = await sandbox.ShopAsync(HttpMethod.Delete, "private/orders/O1");
        var forced = await sandbox.ShopAsync(HttpMethod.Delete, "private/orders/O1?force=yes");

        Assert.Equal((HttpStatusCode.Conflict, 2520), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.NoContent, forced.Status);
    }

    [Fact]
    public async Task A_paid_order_is_not_deleted()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");

        var reply = await sandbox.ShopAsync(HttpMethod.Delete, "private/orders/O1?force=yes");

        Assert.Equal((HttpStatusCode.Conflict, 2521), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_session_learns_of_its_payment_without_knowing_an_order()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var path = "sessions/S1?fulfillment_url=" + Uri.EscapeDataString(SandboxHost.Essay);
        var unknown = await sandbox.GetAsync(path);
        await sandbox.CreateAsync("O1", body => body["session_id"] = "S1");
        var unpaid = await sandbox.GetAsync(path);

        var poll = sandbox.GetAsync(path + "&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.Control.PayAsync("alice", await sandbox.PayUriAsync("O1", "S1"));

        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(HttpStatusCode.Accepted, unpaid.Status);
        Assert.Equal("O1", (string?)(await poll).Json["order_id"]);
    }

    [Fact]
    public async Task A_session_is_asked_for_with_a_fulfillment_URL()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.GetAsync("sessions/S1");

        Assert.Equal((HttpStatusCode.BadRequest, 25), (reply.Status, reply.Code));
    }
}
