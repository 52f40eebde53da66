using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.StateMachine;
using static Taler.Paywall.Tests.Orders.WalkBench;

namespace Taler.Paywall.Tests.Orders;

/// <summary>What a walk remembers, counts and logs.</summary>
public sealed class WalkMemoryTests : IDisposable
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly WalkBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_payment_is_remembered_for_its_time_with_what_the_contract_says()
    {
        var deadline = _bench.Clock.GetUtcNow().AddDays(14);
        _bench.Orders[First] = Paid with { ContractTerms = Terms with { RefundDeadline = Timestamp.FromDateTimeOffset(deadline) } };

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal((First, Amount.Parse("KUDOS:1"), deadline), (result.Payment!.OrderId, result.Payment.AmountPaid, result.Payment.RefundDeadline));
        Assert.Equal(_bench.Clock.GetUtcNow(), result.Payment.ConfirmedAt);
        _bench.Clock.Advance(Memory - OneSecond);
        Assert.True(await _bench.RemembersAsync(First));
        _bench.Clock.Advance(OneSecond);
        Assert.False(await _bench.RemembersAsync(First));
    }

    [Fact]
    public async Task A_refund_deadline_of_zero_is_none()
    {
        _bench.Orders[First] = Paid with { ContractTerms = Terms with { RefundDeadline = Timestamp.FromSeconds(0) } };

        Assert.Null((await _bench.WalkAsync(OrderOrigin.Kept, Entry(First))).Payment!.RefundDeadline);
    }

    [Fact]
    public async Task Only_what_is_served_is_a_payment_to_remember()
    {
        _bench.Orders[First] = Paid with { Refunded = true };

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal(Decision.ShowRefund, result.Decision);
        Assert.False(await _bench.RemembersAsync(First));
        Assert.Empty(_bench.Counts);
    }

    [Theory]
    [InlineData("refunded")]
    [InlineData("already paid")]
    [InlineData("claimed")]
    [InlineData("paid for another")]
    public async Task What_the_backend_says_ends_what_was_remembered(string answer)
    {
        _bench.Orders[First] = answer switch
        {
            "refunded" => Paid with { Refunded = true },
            "already paid" => Unpaid with { AlreadyPaidOrderId = Older },
            "claimed" => Claimed,
            _ => PaidForAnother,
        };
        var remembered = await _bench.RememberAsync(First);

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), remembered: remembered);

        Assert.False(result.IsUnanswered);
        Assert.False(await _bench.RemembersAsync(First));
    }

    [Fact]
    public async Task A_refund_that_the_backend_tells_of_is_for_good_and_another_answer_is_not()
    {
        _bench.Orders[First] = Paid with { Refunded = true };
        _bench.Orders[Older] = Claimed;
        foreach (var order in new[] { First, Older })
        {
            await _bench.WalkAsync(OrderOrigin.Kept, Entry(order));
            await _bench.RememberAsync(order);
        }

        Assert.False(await _bench.RemembersAsync(First));
        Assert.True(await _bench.RemembersAsync(Older));
    }

    [Fact]
    public async Task A_payment_that_the_backend_denies_is_forgotten_though_nobody_asked_because_of_it()
    {
        foreach (var answer in new OrderStatus[] { Paid with { Refunded = true }, Claimed, PaidForAnother })
        {
            _bench.Orders.Clear();
            _bench.Orders[First] = answer;
            await _bench.RememberAsync(First);

            await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

            Assert.False(await _bench.RemembersAsync(First));
        }
    }

    [Fact]
    public async Task A_payment_of_which_the_backend_says_nothing_is_not_forgotten_though_nobody_asked_because_of_it()
    {
        await _bench.RememberAsync(First);
        _bench.Trouble = (_, _) => throw Down;

        await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.True(await _bench.RemembersAsync(First));
    }

    [Fact]
    public async Task Without_an_answer_the_memory_stays_and_the_backend_is_left_alone_for_a_while()
    {
        var remembered = await _bench.RememberAsync(First);
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        _bench.Trouble = (_, _) => throw Down;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), remembered: remembered);

        Assert.Equal((Decision.Unavailable, true, Entry(First)), (result.Decision, result.IsUnanswered, result.Entry));
        Assert.True(await _bench.RemembersAsync(First));
        Assert.Equal(PaymentStanding.Unanswered, StandingOf(remembered));
        Assert.Equal(["BackendUnavailable"], _bench.Logs.Lines.Select(line => line.Event));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("made again")]
    [InlineData("made again and expired")]
    public async Task An_order_that_was_paid_and_is_lost_is_no_reason_to_charge_again(string order)
    {
        if (order is not "unknown")
            _bench.Orders[First] = order is "made again" ? Unpaid : Unpaid with { PayDeadline = Timestamp.FromDateTimeOffset(_bench.Clock.GetUtcNow()) };
        var remembered = await _bench.RememberAsync(First);
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), remembered: remembered);

        Assert.Equal((Decision.Unavailable, true, Entry(First)), (result.Decision, result.IsUnanswered, result.Entry));
        Assert.Empty(_bench.Created);
        Assert.True(await _bench.RemembersAsync(First));
        Assert.Equal(PaymentStanding.Unanswered, StandingOf(remembered));
        Assert.Equal(["PaidOrderLost"], _bench.Logs.Lines.Select(line => line.Event));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("ask")]
    public async Task Trouble_after_an_answer_is_not_taken_for_no_answer(string call)
    {
        var remembered = await _bench.RememberAsync(First);
        _bench.Orders[First] = Claimed;
        _bench.Trouble = (called, _) => called == call && (called, _bench.Asked.Count) is not ("ask", 1) ? throw Down : Task.CompletedTask;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), remembered: remembered);

        Assert.Equal((Decision.Unavailable, false), (result.Decision, result.IsUnanswered));
        Assert.False(await _bench.RemembersAsync(First));
    }

    [Fact]
    public async Task Trouble_without_a_memory_leaves_none()
    {
        _bench.Trouble = (_, _) => throw Down;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.False(result.IsUnanswered);
        Assert.Equal(PaymentStanding.Trusted, StandingOf(_bench.Payment(First)));
        Assert.False(await _bench.RemembersAsync(First));
    }

    [Fact]
    public async Task An_order_counts_as_paid_once()
    {
        _bench.Orders[First] = PaidSince(TimeSpan.Zero);

        for (var i = 0; i < 3; i++)
            await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal(["paid"], _bench.Counts);
    }

    [Fact]
    public async Task An_order_of_another_day_or_of_an_unknown_one_or_that_was_bought_elsewhere_does_not_count_as_paid()
    {
        _bench.Orders[First] = PaidSince(Day);
        _bench.Orders[Second] = Paid;
        _bench.Orders[Older] = PaidSince(TimeSpan.Zero);
        _bench.Orders[Third] = Unpaid with { AlreadyPaidOrderId = Older };

        foreach (var order in new[] { First, Second, Third })
            Assert.Equal(Decision.Serve, (await _bench.WalkAsync(OrderOrigin.Kept, Entry(order))).Decision);

        Assert.Empty(_bench.Counts);
        _bench.Orders[First] = PaidSince(Day - OneSecond);
        await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));
        Assert.Equal(["paid"], _bench.Counts);
    }

    [Fact]
    public async Task A_fulfillment_url_that_another_resource_has_taken_is_logged()
    {
        _bench.Orders[First] = PaidForAnother;

        var result = await _bench.WalkAsync(OrderOrigin.None);

        Assert.Equal((Decision.Unavailable, false), (result.Decision, result.IsUnanswered));
        var line = Assert.Single(_bench.Logs.Lines);
        Assert.Equal((LogLevel.Error, "FulfillmentUrlTaken"), (line.Level, line.Event));
        Assert.Contains(Url, line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_hangs_is_given_up_after_twice_the_time_of_a_call()
    {
        var asked = new TaskCompletionSource<CancellationToken>();
        _bench.Trouble = (_, end) =>
        {
            asked.SetResult(end);
            return new TaskCompletionSource().Task.WaitAsync(end);
        };
        var walk = _bench.WalkAsync(OrderOrigin.Kept, Entry(First));
        var end = await asked.Task;

        _bench.Clock.Advance(TimeSpan.FromSeconds(10) - OneSecond);
        Assert.False(end.IsCancellationRequested);
        _bench.Clock.Advance(OneSecond);

        Assert.Equal(Decision.Unavailable, (await walk).Decision);
        Assert.Equal((LogLevel.Warning, "BackendSlow"), Assert.Single(_bench.Logs.Lines.Select(line => (line.Level, line.Event))));
    }

    [Fact]
    public async Task What_nobody_thought_of_is_logged_as_an_error_and_nothing_is_known()
    {
        Exception[] surprises = [new InvalidOperationException("out of order"), new OperationCanceledException("not ours")];
        foreach (var surprise in surprises)
        {
            _bench.Trouble = (_, _) => throw surprise;

            Assert.Equal(Decision.Unavailable, (await _bench.WalkAsync(OrderOrigin.Kept, Entry(First))).Decision);
        }
        Assert.All(_bench.Logs.Lines, line => Assert.Equal((LogLevel.Error, "Unexpected"), (line.Level, line.Event)));
        Assert.Equal(2, _bench.Logs.Lines.Count);
    }

    [Fact]
    public async Task Beyond_ten_thousand_questions_the_next_visitor_is_refused_at_once_and_keeps_what_he_has()
    {
        var answer = new TaskCompletionSource();
        _bench.Trouble = (_, _) => answer.Task;
        var walks = Enumerable.Range(0, 10_000).Select(i => _bench.WalkAsync(OrderOrigin.Kept, Entry(OrderId.Parse("O" + i)))).ToList();

        var refused = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), remembered: _bench.Payment(First));

        Assert.Equal(new WalkResult(Decision.Unavailable, Entry(First), Status: null, Payment: null, Refusal: null, IsUnanswered: true), refused);
        Assert.Equal("TooManyQuestions", Assert.Single(_bench.Logs.Lines).Event);
        Assert.All(walks, walk => Assert.False(walk.IsCompleted));
    }

    private OrderStatus.Paid PaidSince(TimeSpan age) =>
        Paid with { ContractTerms = Terms with { Timestamp = Timestamp.FromDateTimeOffset(_bench.Clock.GetUtcNow() - age) } };

    private PaymentStanding StandingOf(TalerPayment payment) => _bench.Payments.Judge(payment, new PaymentTrust(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)));
}
