using System.Net;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The table of what a shop is told, row by row.</summary>
public sealed class PrivateStatusTests
{
    [Fact]
    public async Task An_unknown_order_is_not_found()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.StatusAsync("nobody", "S1");

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Equal(2005, reply.Code);
        Assert.Equal("nobody", (string?)reply.Json["detail"]);
    }

    [Fact]
    public async Task An_unclaimed_order_is_unpaid_with_all_that_a_shop_needs()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");

        var status = (await sandbox.StatusAsync("O1", "S1")).Json;

        Assert.Equal("unpaid", (string?)status["order_status"]);
        Assert.Equal("KUDOS:10", (string?)status["total_amount"]);
        Assert.Equal("An essay", (string?)status["summary"]);
        Assert.Equal($"taler+http://pay/{sandbox.BaseUrl.Authority}/instances/sandbox/O1/S1?c={created.Token}", (string?)status["taler_pay_uri"]);
        Assert.Equal($"{sandbox.BaseUrl}orders/O1?token={created.Token}&session_id=S1", (string?)status["order_status_url"]);
        Assert.NotNull(status["creation_time"]!["t_s"]);
        Assert.NotNull(status["pay_deadline"]!["t_s"]);
        Assert.Null(status["proto_contract_terms"]!["nonce"]);
        Assert.Null(status["already_paid_order_id"]);
    }

    [Fact]
    public async Task An_unclaimed_order_names_what_the_session_already_paid()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.CreateAsync("O2");

        var sameSession = (await sandbox.StatusAsync("O2", "S1")).Json;
        var otherSession = (await sandbox.StatusAsync("O2", "S2")).Json;
        var noSession = (await sandbox.StatusAsync("O2")).Json;

        Assert.Equal("unpaid", (string?)sameSession["order_status"]);
        Assert.Equal("O1", (string?)sameSession["already_paid_order_id"]);
        Assert.Equal(SandboxHost.Essay, (string?)sameSession["already_paid_fulfillment_url"]);
        Assert.Null(otherSession["already_paid_order_id"]);
        Assert.Null(noSession["already_paid_order_id"]);
    }

    [Fact]
    public async Task A_paid_order_with_another_fulfillment_URL_is_not_the_same_goods()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.CreateAsync("O2", body => body["order"]!["fulfillment_url"] = SandboxHost.Essay + "/");

        var status = (await sandbox.StatusAsync("O2", "S1")).Json;

        Assert.Null(status["already_paid_order_id"]);
    }

    [Theory]
    [InlineData("S1")]
    [InlineData("S2")]
    [InlineData(null)]
    public async Task A_claimed_order_is_claimed_for_everybody(string? session)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        await sandbox.Control.ClaimAsync("alice", await sandbox.PayUriAsync("O1", "S1"));

        var status = (await sandbox.StatusAsync("O1", session)).Json;

        Assert.Equal("claimed", (string?)status["order_status"]);
        Assert.Null(status["taler_pay_uri"]);
        Assert.NotNull(status["contract_terms"]!["nonce"]);
        Assert.True(((string)status["contract_terms"]!["merchant"]!["logo"]!).Length > 15_000);
    }

    [Theory]
    [InlineData("S1", "paid")]
    [InlineData("S2", "claimed")]
    [InlineData(null, "paid")]
    public async Task A_paid_order_is_paid_for_its_session_alone(string? session, string expected)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");

        var status = (await sandbox.StatusAsync("O1", session)).Json;

        Assert.Equal(expected, (string?)status["order_status"]);
        Assert.Equal("KUDOS:10", (string?)status["contract_terms"]!["amount"]);
    }

    [Theory]
    [InlineData("S1", "claimed")]
    [InlineData(null, "paid")]
    public async Task A_payment_without_session_belongs_to_no_session(string? session, string expected)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1");

        var status = (await sandbox.StatusAsync("O1", session)).Json;

        Assert.Equal(expected, (string?)status["order_status"]);
    }

    [Theory]
    [InlineData("S1")]
    [InlineData(null)]
    public async Task A_granted_refund_is_pending_until_the_wallet_has_it(string? session)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:4");

        var granted = (await sandbox.StatusAsync("O1", session)).Json;
        await sandbox.PickUpAsync("alice", "O1");
        var obtained = (await sandbox.StatusAsync("O1", session)).Json;

        Assert.Equal("paid", (string?)granted["order_status"]);
        Assert.True((bool)granted["refunded"]!);
        Assert.True((bool)granted["refund_pending"]!);
        Assert.Equal("KUDOS:4", (string?)granted["refund_amount"]);
        Assert.Equal("KUDOS:4", (string?)granted["refund_details"]![0]!["amount"]);
        Assert.Equal("paid", (string?)obtained["order_status"]);
        Assert.True((bool)obtained["refunded"]!);
        Assert.False((bool)obtained["refund_pending"]!);
        Assert.Equal("KUDOS:4", (string?)obtained["refund_amount"]);
    }

    [Fact]
    public async Task A_refunded_order_is_claimed_for_another_session()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:4");

        Assert.Equal("claimed", (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"]);
    }

    [Fact]
    public async Task A_refunded_order_counts_as_already_paid_only_when_asked_for()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:4");
        await sandbox.CreateAsync("O2");

        var plain = (await sandbox.StatusAsync("O2", "S1")).Json;
        var allowed = (await sandbox.ShopGetAsync("private/orders/O2?session_id=S1&allow_refunded_for_repurchase=YES")).Json;

        Assert.Null(plain["already_paid_order_id"]);
        Assert.Equal("O1", (string?)allowed["already_paid_order_id"]);
    }

    [Fact]
    public async Task A_passed_deadline_leaves_the_status_and_stops_the_wallet()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        await sandbox.CreateAsync("O2");
        var unclaimed = await sandbox.PayUriAsync("O1");
        var claimed = await sandbox.PayUriAsync("O2");
        await sandbox.Control.ClaimAsync("alice", claimed);

        sandbox.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("unpaid", (string?)(await sandbox.StatusAsync("O1")).Json["order_status"]);
        Assert.Equal("claimed", (string?)(await sandbox.StatusAsync("O2")).Json["order_status"]);
        Assert.Equal((410, 2161), await OutcomeAsync(sandbox.Control.ClaimAsync("alice", unclaimed)));
        Assert.Equal((410, 2161), await OutcomeAsync(sandbox.Control.PayAsync("alice", claimed)));
    }

    private static async Task<(int Status, int? Code)> OutcomeAsync(Task<TestKit.WalletReply> acting)
    {
        var reply = await acting;
        return (reply.Status, reply.Code);
    }
}
