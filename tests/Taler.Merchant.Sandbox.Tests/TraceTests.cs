using System.Net;
using System.Text.Json.Nodes;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>Whole stories between shop, browser and wallet, as they run against a real backend.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_first_purchase()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");
        var page = $"orders/O1?token={created.Token}&session_id=S1";
        Assert.Equal("unpaid", await StateAsync(sandbox, "O1", "S1"));
        Assert.Equal(HttpStatusCode.PaymentRequired, (await sandbox.GetAsync(page)).Status);
        var payUri = await sandbox.PayUriAsync("O1", "S1");

        await sandbox.Control.ClaimAsync("alice", payUri);
        var claimed = await sandbox.GetAsync(page);
        var payment = await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal(HttpStatusCode.PaymentRequired, claimed.Status);
        Assert.Equal(new WalletReply(200, "paid", "O1", null), payment);
        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync(page)).Status);
        Assert.Equal("paid", await StateAsync(sandbox, "O1", "S1"));
        Assert.Equal("claimed", await StateAsync(sandbox, "O1", "S2"));
    }

    [Fact]
    public async Task A_repurchase_moves_the_old_payment_to_the_new_session()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        var second = await sandbox.CreateAsync("O2");
        var unpaid = (await sandbox.StatusAsync("O2", "S3")).Json;
        Assert.Null(unpaid["already_paid_order_id"]);
        await sandbox.Control.ClearRequestsAsync();

        var reply = await sandbox.Control.PayAsync("alice", (string)unpaid["taler_pay_uri"]!);

        Assert.Equal(new WalletReply(200, "replayed", "O1", null), reply);
        var asked = (await sandbox.Control.RequestsAsync()).Where(request => request.Method == "POST").Select(request => request.Path);
        Assert.Equal(["orders/O2/claim", "orders/O1/paid"], asked);
        Assert.Equal("paid", await StateAsync(sandbox, "O1", "S3"));
        Assert.Equal("claimed", await StateAsync(sandbox, "O1", "S4"));
        Assert.Equal("claimed", await StateAsync(sandbox, "O1", "S1"));
        Assert.Equal("claimed", await StateAsync(sandbox, "O2", "S3"));
        var publicly = await sandbox.GetAsync($"orders/O2?token={second.Token}&session_id=S3");
        Assert.Equal(HttpStatusCode.PaymentRequired, publicly.Status);
        Assert.Equal("O1", (string?)publicly.Json["already_paid_order_id"]);
    }

    [Fact]
    public async Task A_shop_finds_the_moved_payment_with_its_next_order()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.CreateAsync("O2");
        await sandbox.Control.PayAsync("alice", await sandbox.PayUriAsync("O2", "S3"));
        await sandbox.CreateAsync("O3");

        var third = (await sandbox.StatusAsync("O3", "S3")).Json;

        Assert.Equal("unpaid", (string?)third["order_status"]);
        Assert.Equal("O1", (string?)third["already_paid_order_id"]);
        Assert.Equal("paid", await StateAsync(sandbox, "O1", "S3"));
    }

    [Fact]
    public async Task A_second_wallet_cannot_have_a_claimed_order_even_after_the_payment()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var payUri = await sandbox.PayUriAsync("O1", "S1");
        await sandbox.Control.ClaimAsync("alice", payUri);

        var whileClaimed = await sandbox.Control.PayAsync("bob", payUri);
        await sandbox.Control.PayAsync("alice", payUri);
        var whenPaid = await sandbox.Control.PayAsync("bob", payUri);

        Assert.Equal(new WalletReply(409, "refused", "O1", 2301), whileClaimed);
        Assert.Equal(new WalletReply(409, "refused", "O1", 2301), whenPaid);
    }

    [Fact]
    public async Task A_wallet_pays_through_passing_trouble()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var payUri = await sandbox.PayUriAsync("O1", "S1");
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST orders/O1/pay") { Status = 500, Times = 2 });
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST orders/O1/pay") { Abort = true, After = true });

        var reply = await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal("paid", reply.Outcome);
        Assert.Equal(4, (await sandbox.Control.RequestsAsync()).Count(request => request.Path == "orders/O1/pay"));
    }

    [Fact]
    public async Task A_refund_reaches_the_wallet()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        var hash = await sandbox.ContractHashAsync("O1");

        var granted = await sandbox.RefundAsync("O1", "KUDOS:5");
        var before = (await sandbox.GetAsync($"orders/O1?h_contract={hash}")).Json;
        await sandbox.Control.PickUpRefundAsync("alice", (string)granted.Json["taler_refund_uri"]!);
        var after = (await sandbox.GetAsync($"orders/O1?h_contract={hash}")).Json;

        Assert.Equal(hash, (string?)granted.Json["h_contract"]);
        Assert.Equal("KUDOS:5", (string?)before["refund_amount"]);
        Assert.Equal("KUDOS:0", (string?)before["refund_taken"]);
        Assert.True((bool)before["refund_pending"]!);
        Assert.Equal("KUDOS:5", (string?)after["refund_taken"]);
        Assert.False((bool)after["refund_pending"]!);
        Assert.False((bool)(await sandbox.StatusAsync("O1", "S1")).Json["refund_pending"]!);
    }

    [Fact]
    public async Task A_wallet_fetches_an_automatic_refund_by_itself()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1", body => body["order"]!["auto_refund"] = new JsonObject { ["d_us"] = 60_000_000 });
        var hash = await sandbox.ContractHashAsync("O1");

        await sandbox.RefundAsync("O1", "KUDOS:5");
        var obtained = await sandbox.GetAsync($"orders/O1?h_contract={hash}&await_refund_obtained=yes&timeout_ms=60000");

        Assert.Equal("KUDOS:5", (string?)obtained.Json["refund_taken"]);
        Assert.False((bool)obtained.Json["refund_pending"]!);
    }

    private static async Task<string?> StateAsync(SandboxHost sandbox, string orderId, string session) =>
        (string?)(await sandbox.StatusAsync(orderId, session)).Json["order_status"];
}
