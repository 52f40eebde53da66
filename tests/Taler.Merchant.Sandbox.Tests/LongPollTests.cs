using System.Net;

namespace Taler.Merchant.Sandbox.Tests;

public sealed class LongPollTests
{
    [Fact]
    public async Task A_poll_without_a_change_ends_with_its_time()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");

        var poll = sandbox.GetAsync($"orders/O1?token={created.Token}&timeout_ms=500");
        await sandbox.Clock.SomebodyWaitsAsync();
        Assert.False(poll.IsCompleted);
        sandbox.Clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(HttpStatusCode.PaymentRequired, (await poll).Status);
    }

    [Fact]
    public async Task A_public_poll_returns_when_the_wallet_pays()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");

        var poll = sandbox.GetAsync($"orders/O1?token={created.Token}&session_id=S1&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.Control.PayAsync("alice", await sandbox.PayUriAsync("O1", "S1"));

        Assert.Equal(HttpStatusCode.OK, (await poll).Status);
    }

    [Fact]
    public async Task A_public_poll_returns_when_the_session_gets_an_earlier_payment()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        var second = await sandbox.CreateAsync("O2");
        var payUri = await sandbox.PayUriAsync("O2", "S2");

        var poll = sandbox.GetAsync($"orders/O2?token={second.Token}&session_id=S2&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal("O1", (string?)(await poll).Json["already_paid_order_id"]);
    }

    [Fact]
    public async Task A_private_poll_returns_when_the_wallet_pays_and_not_when_it_claims()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var payUri = await sandbox.PayUriAsync("O1", "S1");

        var poll = sandbox.ShopGetAsync("private/orders/O1?session_id=S1&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.Control.ClaimAsync("alice", payUri);
        Assert.False(poll.IsCompleted);
        await sandbox.Control.PayAsync("alice", payUri);

        Assert.Equal("paid", (string?)(await poll).Json["order_status"]);
    }

    [Fact]
    public async Task A_poll_for_more_refund_returns_when_more_is_granted()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.BuyAsync("alice", "O1", "S1");

        var poll = sandbox.GetAsync($"orders/O1?token={created.Token}&refund=KUDOS:0&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.RefundAsync("O1", "KUDOS:2");

        Assert.Equal("KUDOS:2", (string?)(await poll).Json["refund_amount"]);
    }

    [Fact]
    public async Task A_poll_for_the_pick_up_returns_when_the_wallet_has_the_refund()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.BuyAsync("alice", "O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:2");

        var poll = sandbox.GetAsync($"orders/O1?token={created.Token}&await_refund_obtained=yes&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.PickUpAsync("alice", "O1");

        Assert.Equal("KUDOS:2", (string?)(await poll).Json["refund_taken"]);
    }

    [Fact]
    public async Task A_poll_with_an_ETag_returns_at_any_change_of_the_answer()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var known = await sandbox.StatusAsync("O1");
        var tag = known.Header("ETag")!.Trim('"');

        var poll = sandbox.ShopGetAsync($"private/orders/O1?timeout_ms=60000&lp_not_etag={tag}");
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.Control.ClaimAsync("alice", (string)known.Json["taler_pay_uri"]!);

        var changed = await poll;
        Assert.Equal("claimed", (string?)changed.Json["order_status"]);
        Assert.NotEqual(known.Header("ETag"), changed.Header("ETag"));
    }

    [Fact]
    public async Task A_poll_that_ends_without_change_sends_no_body_to_who_has_it()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var tag = (await sandbox.StatusAsync("O1")).Header("ETag")!;

        var poll = sandbox.ShopAsync(HttpMethod.Get, $"private/orders/O1?timeout_ms=500&lp_not_etag={tag.Trim('"')}", ifNoneMatch: tag);
        await sandbox.Clock.SomebodyWaitsAsync();
        sandbox.Clock.Advance(TimeSpan.FromMilliseconds(500));

        var unchanged = await poll;
        Assert.Equal(HttpStatusCode.NotModified, unchanged.Status);
        Assert.Equal("", unchanged.Text);
    }

    [Fact]
    public async Task A_poll_does_not_hold_up_the_end_of_the_sandbox()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");
        var poll = sandbox.GetAsync($"orders/O1?token={created.Token}&timeout_ms=60000");
        await sandbox.Clock.SomebodyWaitsAsync();

        await sandbox.StopAsync();

        Assert.Equal(HttpStatusCode.PaymentRequired, (await poll).Status);
    }
}
