using System.Net;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The table of what the world is told, row by row, as JSON and as a page.</summary>
public sealed class PublicStatusTests
{
    [Fact]
    public async Task An_unknown_order_is_not_found()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var (json, page) = await BothAsync(sandbox, "orders/nobody");

        Assert.Equal((HttpStatusCode.NotFound, 2005), (json.Status, json.Code));
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
    }

    [Theory]
    [InlineData("unclaimed")]
    [InlineData("claimed")]
    [InlineData("paid")]
    public async Task Without_credentials_a_visitor_is_sent_where_anybody_can_order(string state)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ReachAsync(sandbox, state, body => body["order"]!["public_reorder_url"] = "http://shop.example/again");

        var (json, page) = await BothAsync(sandbox, "orders/O1");

        Assert.Equal(HttpStatusCode.Accepted, json.Status);
        Assert.Equal("http://shop.example/again", (string?)json.Json["public_reorder_url"]);
        Assert.Equal(HttpStatusCode.Found, page.Status);
        Assert.Equal("http://shop.example/again", page.Header("Location"));
    }

    [Theory]
    [InlineData("unclaimed")]
    [InlineData("claimed")]
    [InlineData("paid")]
    public async Task Without_credentials_and_without_such_a_place_a_visitor_is_refused(string state)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ReachAsync(sandbox, state);

        var (json, page) = await BothAsync(sandbox, "orders/O1");

        Assert.Equal((HttpStatusCode.Forbidden, 2105), (json.Status, json.Code));
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
    }

    [Fact]
    public async Task The_claim_token_opens_an_unclaimed_order()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");

        var (json, page) = await BothAsync(sandbox, $"orders/O1?token={created.Token}&session_id=S1");

        var payUri = $"taler+http://pay/{sandbox.BaseUrl.Authority}/instances/sandbox/O1/S1?c={created.Token}";
        Assert.Equal(HttpStatusCode.PaymentRequired, json.Status);
        Assert.Equal(payUri, (string?)json.Json["taler_pay_uri"]);
        Assert.Equal(payUri, json.Header("Taler"));
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
        Assert.Equal(payUri, page.Header("Taler"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Token_or_hash_opens_a_claimed_order(bool byToken)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await ReachAsync(sandbox, "claimed");
        var credential = byToken ? "token=" + created.Token : "h_contract=" + await sandbox.ContractHashAsync("O1");

        var (json, page) = await BothAsync(sandbox, "orders/O1?" + credential);

        Assert.Equal(HttpStatusCode.PaymentRequired, json.Status);
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
    }

    [Theory]
    [InlineData("claimed", "token=WRONG", 2105)]
    [InlineData("paid", "token=WRONG", 2105)]
    [InlineData("claimed", "h_contract=WRONG", 2106)]
    [InlineData("paid", "h_contract=WRONG", 2106)]
    public async Task Wrong_credentials_are_refused(string state, string credential, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ReachAsync(sandbox, state);

        var (json, page) = await BothAsync(sandbox, "orders/O1?" + credential);

        Assert.Equal((HttpStatusCode.Forbidden, code), (json.Status, json.Code));
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
    }

    [Fact]
    public async Task One_wrong_credential_beside_a_right_one_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await ReachAsync(sandbox, "paid");

        var reply = await sandbox.GetAsync($"orders/O1?token={created.Token}&h_contract=WRONG");

        Assert.Equal((HttpStatusCode.Forbidden, 2106), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("unclaimed", HttpStatusCode.PaymentRequired)]
    [InlineData("claimed", HttpStatusCode.PaymentRequired)]
    [InlineData("paid", HttpStatusCode.OK)]
    public async Task An_order_without_token_needs_no_credentials(string state, HttpStatusCode expected)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await ReachAsync(sandbox, state, body => body["create_token"] = false);

        Assert.Equal(expected, (await sandbox.GetAsync("orders/O1")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_paid_order_tells_its_refunds_and_its_page_leads_to_the_goods(bool byToken)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await ReachAsync(sandbox, "paid");
        var credential = byToken ? "token=" + created.Token : "h_contract=" + await sandbox.ContractHashAsync("O1");

        var (json, page) = await BothAsync(sandbox, $"orders/O1?{credential}&session_id=S1");

        Assert.Equal(HttpStatusCode.OK, json.Status);
        Assert.Equal(SandboxHost.Essay, (string?)json.Json["fulfillment_url"]);
        Assert.False((bool)json.Json["refunded"]!);
        Assert.False((bool)json.Json["refund_pending"]!);
        Assert.Equal("KUDOS:0", (string?)json.Json["refund_amount"]);
        Assert.Equal("KUDOS:0", (string?)json.Json["refund_taken"]);
        Assert.Equal(HttpStatusCode.Found, page.Status);
        Assert.Equal(SandboxHost.Essay, page.Header("Location"));
    }

    [Fact]
    public async Task A_paid_order_asks_another_session_to_pay()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await ReachAsync(sandbox, "paid");

        var (json, page) = await BothAsync(sandbox, $"orders/O1?token={created.Token}&session_id=S2");

        Assert.Equal(HttpStatusCode.PaymentRequired, json.Status);
        Assert.Contains("/O1/S2?c=", (string?)json.Json["taler_pay_uri"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_paid_for_the_same_goods_is_led_to_them(bool claimed)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        var second = await sandbox.CreateAsync("O2");
        if (claimed)
            await sandbox.Control.ClaimAsync("bob", await sandbox.PayUriAsync("O2", "S1"));

        var (json, page) = await BothAsync(sandbox, $"orders/O2?token={second.Token}&session_id=S1");

        Assert.Equal(HttpStatusCode.PaymentRequired, json.Status);
        Assert.Equal("O1", (string?)json.Json["already_paid_order_id"]);
        Assert.Equal(SandboxHost.Essay, (string?)json.Json["fulfillment_url"]);
        Assert.Equal(HttpStatusCode.Found, page.Status);
        Assert.Equal(SandboxHost.Essay, page.Header("Location"));
    }

    [Fact]
    public async Task The_page_of_an_expired_offer_says_so()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await ReachAsync(sandbox, "unclaimed");
        sandbox.Clock.Advance(TimeSpan.FromHours(2));

        var (json, page) = await BothAsync(sandbox, $"orders/O1?token={created.Token}");

        Assert.Equal(HttpStatusCode.PaymentRequired, json.Status);
        Assert.Equal(HttpStatusCode.Gone, page.Status);
    }

    private static async Task<(Reply Json, Reply Page)> BothAsync(SandboxHost sandbox, string path) =>
        (await sandbox.GetAsync(path), await sandbox.GetPageAsync(path));

    private static async Task<Created> ReachAsync(SandboxHost sandbox, string state, Action<JsonObject>? change = null)
    {
        if (state == "paid")
            return await sandbox.BuyAsync("alice", "O1", "S1", change);
        var created = await sandbox.CreateAsync("O1", change);
        if (state == "claimed")
            await sandbox.Control.ClaimAsync("alice", await sandbox.PayUriAsync("O1", "S1"));
        return created;
    }
}
