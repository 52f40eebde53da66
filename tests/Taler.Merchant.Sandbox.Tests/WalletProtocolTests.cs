using System.Net;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>What a wallet of any make meets.</summary>
public sealed class WalletProtocolTests
{
    [Fact]
    public async Task A_claim_needs_the_right_token()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");

        var without = await sandbox.PostAsync("orders/O1/claim", new JsonObject { ["nonce"] = "N1" });
        var wrong = await sandbox.PostAsync("orders/O1/claim", new JsonObject { ["nonce"] = "N1", ["token"] = "WRONG" });
        var unknown = await sandbox.PostAsync("orders/nobody/claim", new JsonObject { ["nonce"] = "N1" });

        Assert.All([without, wrong, unknown], reply => Assert.Equal((HttpStatusCode.NotFound, 2300), (reply.Status, reply.Code)));
        Assert.Equal("unpaid", (string?)(await sandbox.StatusAsync("O1")).Json["order_status"]);
    }

    [Fact]
    public async Task Coins_that_do_not_add_up_pay_nothing()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ClaimAsync(sandbox);

        var reply = await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:9.99999999"));

        Assert.Equal((HttpStatusCode.NotAcceptable, 2156), (reply.Status, reply.Code));
        Assert.Equal("claimed", (string?)(await sandbox.StatusAsync("O1")).Json["order_status"]);
    }

    [Fact]
    public async Task The_same_coins_pay_once_and_other_coins_not_at_all()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ClaimAsync(sandbox);

        var first = await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:4", "KUDOS:6"));
        var again = await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:4", "KUDOS:6"));
        var other = await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:5", "KUDOS:5"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal((HttpStatusCode.Conflict, 2160), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_refunded_payment_is_not_repeated()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ClaimAsync(sandbox);
        await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:10"));
        await sandbox.RefundAsync("O1", "KUDOS:1");

        var reply = await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:10"));

        Assert.Equal((HttpStatusCode.PaymentRequired, 2167), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Only_the_right_proof_moves_a_payment()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ClaimAsync(sandbox);
        var signature = (string)(await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:10"))).Json["sig"]!;
        var hash = await sandbox.ContractHashAsync("O1");

        var wrongHash = await sandbox.PostAsync("orders/O1/paid", Proof(signature, "WRONG"));
        var wrongSignature = await sandbox.PostAsync("orders/O1/paid", Proof("WRONG", hash));
        var unmoved = (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"];
        var right = await sandbox.PostAsync("orders/O1/paid", Proof(signature, hash));

        Assert.Equal((HttpStatusCode.BadRequest, 2200), (wrongHash.Status, wrongHash.Code));
        Assert.Equal((HttpStatusCode.Forbidden, 2201), (wrongSignature.Status, wrongSignature.Code));
        Assert.Equal("claimed", unmoved);
        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.False((bool)right.Json["refunded"]!);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"]);
    }

    [Fact]
    public async Task A_complete_payment_cannot_be_aborted()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ClaimAsync(sandbox);
        var abort = new JsonObject { ["h_contract"] = await sandbox.ContractHashAsync("O1"), ["coins"] = new JsonArray() };
        var before = await sandbox.PostAsync("orders/O1/abort", abort);
        await sandbox.PostAsync("orders/O1/pay", Payment("KUDOS:10"));

        var after = await sandbox.PostAsync("orders/O1/abort", abort);

        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.Equal((HttpStatusCode.PreconditionFailed, 2254), (after.Status, after.Code));
    }

    private static async Task ClaimAsync(SandboxHost sandbox)
    {
        var created = await sandbox.CreateAsync("O1");
        var reply = await sandbox.PostAsync("orders/O1/claim", new JsonObject { ["nonce"] = "N1", ["token"] = created.Token });
        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    private static JsonObject Payment(params string[] contributions)
    {
        var coins = new JsonArray();
        foreach (var contribution in contributions)
            coins.Add((JsonNode)new JsonObject { ["coin_pub"] = "C", ["contribution"] = contribution });
        return new JsonObject { ["coins"] = coins, ["session_id"] = "S1" };
    }

    private static JsonObject Proof(string signature, string hash) => new() { ["sig"] = signature, ["h_contract"] = hash, ["session_id"] = "S2" };
}
