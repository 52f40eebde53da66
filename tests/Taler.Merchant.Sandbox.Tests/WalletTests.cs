using System.Net;
using System.Text.Json.Nodes;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The wallets that tests drive.</summary>
public sealed class WalletTests
{
    [Fact]
    public async Task Paying_again_under_the_same_session_does_nothing()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var payUri = await sandbox.PayUriAsync("O1", "S1");
        await sandbox.Control.PayAsync("alice", payUri);
        await sandbox.Control.ClearRequestsAsync();

        var again = await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal(new WalletReply(200, "paid", "O1", null), again);
        Assert.Empty(await sandbox.Control.RequestsAsync());
    }

    [Fact]
    public async Task A_claim_shows_the_contract_as_often_as_asked_and_the_wallet_pays_it_then()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var taken = new JsonObject { ["taler_pay_uri"] = await sandbox.PayUriAsync("O1", "S1") };

        var first = await sandbox.PostAsync("/sandbox/wallets/alice/claim", taken);
        var second = await sandbox.PostAsync("/sandbox/wallets/alice/claim", taken);
        var other = await sandbox.PostAsync("/sandbox/wallets/bob/claim", taken);
        var paid = await sandbox.PostAsync("/sandbox/wallets/alice/pay", taken);

        Assert.Equal(
            $$"""{"outcome":"claimed","order_id":"O1","amount":"KUDOS:10","summary":"An essay","fulfillment_url":"{{SandboxHost.Essay}}"}""", first.Text);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal((HttpStatusCode.Conflict, null), (other.Status, (string?)other.Json["amount"]));
        Assert.Equal("""{"outcome":"paid","order_id":"O1"}""", paid.Text);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S1")).Json["order_status"]);
    }

    [Fact]
    public async Task Paying_the_same_order_under_another_session_moves_it()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.BuyAsync("alice", "O1", "S1");
        var elsewhere = new TalerPayUri(sandbox.BaseUrl, OrderId.Parse("O1"), SessionId.Parse("S2"), ClaimToken.Parse(created.Token!));

        var reply = await sandbox.Control.PayAsync("alice", elsewhere.Value);

        Assert.Equal("replayed", reply.Outcome);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"]);
    }

    [Fact]
    public async Task Another_wallet_does_not_know_the_purchase()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.CreateAsync("O2");

        var reply = await sandbox.Control.PayAsync("bob", await sandbox.PayUriAsync("O2", "S2"));

        Assert.Equal(new WalletReply(200, "paid", "O2", null), reply);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refunded_purchase_is_bought_again(bool pickedUp)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:10");
        if (pickedUp)
            await sandbox.PickUpAsync("alice", "O1");
        await sandbox.CreateAsync("O2");

        var reply = await sandbox.Control.PayAsync("alice", await sandbox.PayUriAsync("O2", "S2"));

        Assert.Equal(new WalletReply(200, "paid", "O2", null), reply);
    }

    [Fact]
    public async Task A_purchase_that_the_merchant_forgot_is_bought_again()
    {
        await using var sandbox = await SandboxHost.StartAsync(options => options.MaxOrders = 1);
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.CreateAsync("O2");

        var reply = await sandbox.Control.PayAsync("alice", await sandbox.PayUriAsync("O2", "S2"));

        Assert.Equal(new WalletReply(200, "paid", "O2", null), reply);
    }

    [Fact]
    public async Task Goods_without_a_web_address_are_bought_every_time()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1", body => body["order"]!["fulfillment_url"] = "taler://fulfillment-success/thanks");
        await sandbox.CreateAsync("O2", body => body["order"]!["fulfillment_url"] = "taler://fulfillment-success/thanks");

        var reply = await sandbox.Control.PayAsync("alice", await sandbox.PayUriAsync("O2", "S2"));

        Assert.Equal(new WalletReply(200, "paid", "O2", null), reply);
    }

    [Fact]
    public async Task A_wallet_cannot_fetch_the_refund_of_another()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        var refund = await sandbox.RefundAsync("O1", "KUDOS:1");

        var reply = await sandbox.Control.PickUpRefundAsync("bob", (string)refund.Json["taler_refund_uri"]!);

        Assert.Equal((404, "refused"), (reply.Status, reply.Outcome));
    }

    [Theory]
    [InlineData("taler://pay/backend.demo.taler.net/instances/sandbox/O1/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("")]
    public async Task A_wallet_pays_at_no_other_merchant(string payUri)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal((400, (int?)26), (reply.Status, reply.Code));
        Assert.Empty(await sandbox.Control.RequestsAsync());
    }

    [Theory]
    [InlineData("pay", "taler_pay_uri", "taler+http://pay/HOST/instances/sandbox/O1/S1?c=\u2026", "Take the whole taler_pay_uri, with its claim token after c=")]
    [InlineData("refund", "taler_refund_uri", "taler+http://refund/HOST/", "Take taler_refund_uri from the answer to POST")]
    public async Task A_URI_that_is_not_complete_is_refused_with_the_place_where_it_stands(string action, string member, string uri, string hint)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");

        var reply = await sandbox.PostAsync(
            "/sandbox/wallets/alice/" + action, new JsonObject { [member] = uri.Replace("HOST", sandbox.BaseUrl.Authority, StringComparison.Ordinal) });

        Assert.Equal((HttpStatusCode.BadRequest, 26), (reply.Status, reply.Code));
        Assert.Equal(member, (string?)reply.Json["detail"]);
        Assert.Contains(hint, (string?)reply.Json["hint"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wallet_gives_up_on_trouble_that_stays()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var payUri = await sandbox.PayUriAsync("O1", "S1");
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST orders/*") { Status = 503, Times = 1000 });

        var refused = await sandbox.Control.PayAsync("alice", payUri);
        await sandbox.Control.ClearFaultsAsync();
        var later = await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal((503, "refused"), (refused.Status, refused.Outcome));
        Assert.Equal("paid", later.Outcome);
    }
}
