using System.Net;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;
using static Taler.Paywall.Tests.Orders.WalkBench;

namespace Taler.Paywall.Tests.Orders;

/// <summary>Walks beyond a limit of orders. It is one of a minute, so that none comes back while a test runs.</summary>
public sealed class WalkLimitTests : IDisposable
{
    private readonly WalkBench _bench = new(new TalerOrderLimitOptions { PerSecond = 0, PerClientPerMinute = 1 });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Beyond_the_limit_a_newcomer_is_refused_and_keeps_nothing()
    {
        await SpendAsync();

        var result = await _bench.WalkAsync(OrderOrigin.None);

        Assert.Equal((Decision.LimitOrders, null), (result.Decision, result.Entry));
        Assert.Equal(OrderLimit.Client, result.Refusal!.Limit);
        Assert.Empty(_bench.Created);
        Assert.Equal(["refused:client"], _bench.Counts);
        Assert.Contains(_bench.Logs.Lines, line => line.Message.Contains("PerClientPerMinute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_by_the_limit_of_the_site_is_counted_as_such()
    {
        using var bench = new WalkBench(new TalerOrderLimitOptions { PerSecond = 1, Burst = 1 });

        for (var i = 0; i < 1000 && bench.Counts is not [.., "refused:site"]; i++)
            await bench.WalkAsync(OrderOrigin.None);

        Assert.Equal("refused:site", bench.Counts[^1]);
        Assert.Contains(bench.Logs.Lines, line => line.Message.Contains("PerSecond", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_visitor_who_lost_his_order_finds_it_beyond_the_limit_if_it_is_the_first_of_his_chain()
    {
        await SpendAsync();
        _bench.Orders[First] = Paid;

        var result = await _bench.WalkAsync(OrderOrigin.Returning);

        Assert.Equal((Decision.Serve, Entry(First), First), (result.Decision, result.Entry, result.Payment!.OrderId));
        Assert.Empty(_bench.Created);
    }

    [Fact]
    public async Task An_older_order_that_the_backend_named_and_could_not_tell_of_is_never_one_to_create()
    {
        await SpendAsync();
        _bench.PaidBySession = Older;
        _bench.Trouble = (call, _) => call == "ask" && _bench.Asked.Contains(Older) ? throw Down : Task.CompletedTask;

        var result = await _bench.WalkAsync(OrderOrigin.Computed);

        Assert.Equal((Decision.Unavailable, Entry(Older, OrderMark.Adopted)), (result.Decision, result.Entry));
    }

    [Fact]
    public async Task A_visitor_who_paid_by_any_order_of_his_session_is_served_beyond_the_limit()
    {
        await SpendAsync();
        _bench.Orders[Older] = Paid;
        _bench.Orders[First] = Claimed;
        _bench.PaidBySession = Older;

        var returning = await _bench.WalkAsync(OrderOrigin.Returning);
        var kept = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal((Decision.Serve, Entry(Older, OrderMark.Adopted)), (returning.Decision, returning.Entry));
        Assert.Equal((Decision.Serve, Entry(Older, OrderMark.Adopted)), (kept.Decision, kept.Entry));
        Assert.Empty(_bench.Created);
    }

    [Fact]
    public async Task A_visitor_who_paid_nothing_is_refused_beyond_the_limit_and_keeps_what_he_has()
    {
        await SpendAsync();
        _bench.Orders[Second] = Claimed;

        var returning = await _bench.WalkAsync(OrderOrigin.Returning);
        var kept = await _bench.WalkAsync(OrderOrigin.Kept, Entry(Second));

        Assert.Equal((Decision.LimitOrders, null), (returning.Decision, returning.Entry));
        Assert.Equal((Decision.LimitOrders, Entry(Second)), (kept.Decision, kept.Entry));
        Assert.NotNull(kept.Refusal);
    }

    [Fact]
    public async Task A_backend_that_knows_no_sessions_leaves_the_refusal_as_it_is()
    {
        await SpendAsync();
        _bench.Orders[First] = Claimed;
        _bench.Trouble = (call, _) => call == "session"
            ? throw new TalerMerchantException(TalerMerchantFailure.Refused, "No such endpoint.", HttpStatusCode.NotFound)
            : Task.CompletedTask;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal(Decision.LimitOrders, result.Decision);
        Assert.Equal("OrderRefused", Assert.Single(_bench.Logs.Lines).Event);
    }

    [Fact]
    public async Task A_backend_in_trouble_with_sessions_is_no_limit_of_orders()
    {
        await SpendAsync();
        _bench.Orders[First] = Claimed;
        _bench.Trouble = (call, _) => call == "session" ? throw Down : Task.CompletedTask;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal((Decision.Unavailable, false), (result.Decision, result.IsUnanswered));
        Assert.Equal("BackendUnavailable", Assert.Single(_bench.Logs.Lines).Event);
    }

    [Fact]
    public async Task Trouble_with_the_question_for_another_payment_is_not_taken_for_no_answer()
    {
        await SpendAsync();
        _bench.Orders[First] = Claimed;
        var remembered = await _bench.RememberAsync(First);
        _bench.Trouble = (call, _) => call == "session" ? throw new InvalidOperationException("out of order") : Task.CompletedTask;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), remembered: remembered);

        Assert.Equal((Decision.Unavailable, false), (result.Decision, result.IsUnanswered));
        Assert.False(await _bench.RemembersAsync(First));
    }

    [Fact]
    public async Task Who_finds_what_he_needs_takes_nothing_from_the_limit()
    {
        _bench.Orders[First] = Paid;
        for (var i = 0; i < 5; i++)
            await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        var result = await _bench.WalkAsync(OrderOrigin.Dropped, Entry(First, OrderMark.Dropped));

        Assert.Equal(Decision.RequirePayment, result.Decision);
    }

    /// <summary>Takes the one order that is given, and makes the backend forget it.</summary>
    private async Task SpendAsync()
    {
        await _bench.WalkAsync(OrderOrigin.None);
        _bench.Orders.Clear();
        _bench.Created.Clear();
        _bench.Counts.Clear();
    }
}
