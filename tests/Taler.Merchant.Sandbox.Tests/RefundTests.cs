using System.Net;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Tests;

public sealed class RefundTests
{
    [Fact]
    public async Task A_refund_names_the_new_total()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");

        await sandbox.RefundAsync("O1", "KUDOS:2.5");
        await sandbox.RefundAsync("O1", "KUDOS:5");
        await sandbox.RefundAsync("O1", "KUDOS:10");

        var status = (await sandbox.StatusAsync("O1")).Json;
        Assert.Equal("KUDOS:10", (string?)status["refund_amount"]);
        Assert.Equal(["KUDOS:2.5", "KUDOS:2.5", "KUDOS:5"], status["refund_details"]!.AsArray().Select(detail => (string?)detail!["amount"]));
    }

    [Fact]
    public async Task The_same_total_again_changes_nothing()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");
        await sandbox.RefundAsync("O1", "KUDOS:5");
        await sandbox.PickUpAsync("alice", "O1");

        var reply = await sandbox.RefundAsync("O1", "KUDOS:5");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.False((bool)(await sandbox.StatusAsync("O1")).Json["refund_pending"]!);
    }

    [Theory]
    [InlineData("KUDOS:4.99", 2530)]
    [InlineData("KUDOS:10.01", 2530)]
    [InlineData("EUR:6", 2024)]
    public async Task A_total_that_cannot_be_is_refused(string total, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");
        await sandbox.RefundAsync("O1", "KUDOS:5");

        var reply = await sandbox.RefundAsync("O1", total);

        Assert.Equal((HttpStatusCode.Conflict, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Only_a_paid_order_can_be_refunded()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var unclaimed = await sandbox.RefundAsync("O1", "KUDOS:1");
        await sandbox.Control.ClaimAsync("alice", await sandbox.PayUriAsync("O1"));

        var claimed = await sandbox.RefundAsync("O1", "KUDOS:1");
        var unknown = await sandbox.RefundAsync("nobody", "KUDOS:1");

        Assert.Equal((HttpStatusCode.NotFound, 2005), (unclaimed.Status, unclaimed.Code));
        Assert.Equal((HttpStatusCode.Conflict, 2531), (claimed.Status, claimed.Code));
        Assert.Equal((HttpStatusCode.NotFound, 2005), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task A_contract_without_refunds_is_not_refunded()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", change: body => body["refund_delay"] = new JsonObject { ["d_us"] = 0 });

        var reply = await sandbox.RefundAsync("O1", "KUDOS:1");

        Assert.Equal((HttpStatusCode.Forbidden, 2532), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Money_that_is_on_its_way_is_not_refunded()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");

        sandbox.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(HttpStatusCode.Gone, (await sandbox.RefundAsync("O1", "KUDOS:1")).Status);
    }

    [Fact]
    public async Task A_pick_up_with_a_wrong_hash_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");
        await sandbox.RefundAsync("O1", "KUDOS:1");

        var reply = await sandbox.PostAsync("orders/O1/refund", new JsonObject { ["h_contract"] = "WRONG" });

        Assert.Equal((HttpStatusCode.Forbidden, 2106), (reply.Status, reply.Code));
        Assert.True((bool)(await sandbox.StatusAsync("O1")).Json["refund_pending"]!);
    }
}
