using System.Net;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Tests;

public sealed class CreateOrderTests
{
    [Fact]
    public async Task An_order_without_ID_gets_one_of_the_backend()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.TryCreateAsync();

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Matches("^2026\\.001-[0-9A-Z]{13}$", (string?)reply.Json["order_id"]);
        Assert.Matches("^[0-9A-Z]{26}$", (string?)reply.Json["token"]);
    }

    [Fact]
    public async Task A_repeated_order_is_created_once_and_gets_the_same_reply()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var first = await sandbox.TryCreateAsync("O1");

        var again = await sandbox.TryCreateAsync("O1");

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Text, again.Text);
        Assert.Single((await sandbox.ShopGetAsync("private/orders")).Json["orders"]!.AsArray());
    }

    [Fact]
    public async Task A_repetition_succeeds_after_its_deadline_has_passed()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var deadline = Seconds(sandbox.Clock, 60);
        void WithDeadline(JsonObject body) => body["order"]!["pay_deadline"] = deadline.DeepClone();
        await sandbox.CreateAsync("O1", WithDeadline);

        sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = await sandbox.TryCreateAsync("O1", WithDeadline);

        Assert.Equal(HttpStatusCode.OK, again.Status);
    }

    [Fact]
    public async Task Another_order_of_the_same_ID_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");

        var reply = await sandbox.TryCreateAsync("O1", body => body["order"]!["amount"] = "KUDOS:11");

        Assert.Equal((HttpStatusCode.Conflict, 2503), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Orders_created_at_once_with_one_ID_are_one_order()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sandbox.TryCreateAsync("O1")));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.Single(replies.Select(reply => reply.Text).Distinct());
    }

    [Fact]
    public async Task An_order_without_claim_token_has_short_addresses()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var created = await sandbox.CreateAsync("O1", body => body["create_token"] = false);
        var status = (await sandbox.StatusAsync("O1")).Json;

        Assert.Null(created.Token);
        Assert.Equal($"{sandbox.BaseUrl}orders/O1", (string?)status["order_status_url"]);
        Assert.EndsWith("/O1/", (string?)status["taler_pay_uri"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EUR:1", 409, 2514)]
    [InlineData("KUDOS:1.", 400, 26)]
    [InlineData(null, 400, 2502)]
    public async Task A_wrong_amount_is_refused(string? amount, int status, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.TryCreateAsync("O1", body => body["order"]!["amount"] = amount);

        Assert.Equal((status, code), ((int)reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("pay_deadline", -1, 2507)]
    [InlineData("refund_deadline", -1, 2508)]
    [InlineData("refund_deadline", 864_000, 2504)]
    [InlineData("delivery_date", -1, 2505)]
    public async Task A_deadline_that_cannot_be_is_refused(string member, int seconds, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.TryCreateAsync("O1", body =>
        {
            body["order"]![member] = Seconds(sandbox.Clock, seconds);
            body["order"]!["wire_transfer_deadline"] = Seconds(sandbox.Clock, 432_000);
        });

        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Money_that_is_never_wired_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.TryCreateAsync("O1", body => body["order"]!["wire_transfer_deadline"] = new JsonObject { ["t_s"] = "never" });

        Assert.Equal((HttpStatusCode.BadRequest, 2506), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_refund_delay_counts_from_the_pay_deadline()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        await sandbox.CreateAsync("O1", body => body["refund_delay"] = new JsonObject { ["d_us"] = 120_000_000 });

        var terms = (await sandbox.StatusAsync("O1")).Json["proto_contract_terms"]!;
        Assert.Equal((long)terms["pay_deadline"]!["t_s"]! + 120, (long)terms["refund_deadline"]!["t_s"]!);
    }

    [Fact]
    public async Task The_contract_keeps_what_the_shop_put_into_it()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        await sandbox.CreateAsync("O1", body =>
        {
            body["order"]!["extra"] = new JsonObject { ["taler_paywall"] = new JsonObject { ["resource"] = "essay:1" } };
            body["order"]!["fulfillment_url"] = "http://shop.example/orders/${ORDER_ID}";
            body["order"]!["minimum_age"] = 16;
        });

        var terms = (await sandbox.StatusAsync("O1")).Json["proto_contract_terms"]!;
        Assert.Equal("essay:1", (string?)terms["extra"]!["taler_paywall"]!["resource"]);
        Assert.Equal("http://shop.example/orders/O1", (string?)terms["fulfillment_url"]);
        Assert.Equal(16, (int)terms["minimum_age"]!);
        Assert.Equal(sandbox.BaseUrl.AbsoluteUri, (string?)terms["merchant_base_url"]);
    }

    [Fact]
    public async Task The_same_claim_gets_the_same_contract()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");
        var claim = new JsonObject { ["nonce"] = "N1", ["token"] = created.Token };

        var first = await sandbox.PostAsync("orders/O1/claim", claim);
        var hash = await sandbox.ContractHashAsync("O1");
        sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await sandbox.PostAsync("orders/O1/claim", claim);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(103, hash.Length);
        Assert.Equal(hash, await sandbox.ContractHashAsync("O1"));
    }

    [Fact]
    public async Task A_contract_with_choices_is_paid_with_one_of_them()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1", body =>
        {
            var order = body["order"]!.AsObject();
            order.Remove("amount");
            order["version"] = 1;
            order["choices"] = new JsonArray(new JsonObject { ["amount"] = "KUDOS:3" }, new JsonObject { ["amount"] = "KUDOS:7" });
        });

        var status = (await sandbox.StatusAsync("O1", "S1")).Json;

        Assert.Equal("paid", (string?)status["order_status"]);
        Assert.Equal(0, (int)status["choice_index"]!);
        Assert.Null(status["contract_terms"]!["amount"]);
        Assert.Equal("KUDOS:7", (string?)status["contract_terms"]!["choices"]![1]!["amount"]);
    }

    [Fact]
    public async Task The_oldest_order_makes_room_for_a_new_one()
    {
        await using var sandbox = await SandboxHost.StartAsync(options => options.MaxOrders = 2);
        await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.CreateAsync("O2");

        await sandbox.CreateAsync("O3");

        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.StatusAsync("O1")).Status);
        Assert.Null((await sandbox.StatusAsync("O2", "S1")).Json["already_paid_order_id"]);
        Assert.Equal(HttpStatusCode.OK, (await sandbox.StatusAsync("O3")).Status);
    }

    private static JsonObject Seconds(TimeProvider clock, int fromNow) =>
        new() { ["t_s"] = clock.GetUtcNow().ToUnixTimeSeconds() + fromNow };
}
