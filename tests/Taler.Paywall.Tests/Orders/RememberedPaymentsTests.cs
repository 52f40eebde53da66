using Microsoft.Extensions.Logging;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Orders;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Orders;

public sealed class RememberedPaymentsTests : IDisposable
{
    private const string Resource = "essay:a";
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(5);
    private static readonly SessionId Alice = SessionId.Create();
    private static readonly OrderId Order = OrderId.Parse("O1");

    private readonly ManualClock _clock = new();
    private readonly LogProbe _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task What_was_stored_is_found()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));

        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        Assert.NotNull(await payments.FindAsync(Order, Resource, Alice, default));
    }

    [Fact]
    public async Task A_walk_that_ends_after_a_refund_cannot_bring_the_payment_back()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));

        await payments.ForgetAsync(Order);
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
    }

    [Fact]
    public async Task A_walk_that_ends_after_a_refund_gives_the_payment_to_no_other_node_either()
    {
        var cache = new Mock<ISessionPaymentCache>();
        var payments = Payments(cache.Object);

        await payments.ForgetAsync(Order);
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        cache.Verify(c => c.StoreAsync(It.IsAny<TalerPayment>(), It.IsAny<string>(), It.IsAny<SessionId>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task A_refunded_order_is_not_trusted_though_the_cache_could_not_drop_it()
    {
        var cache = new Mock<ISessionPaymentCache>();
        cache.Setup(c => c.FindAsync(It.IsAny<OrderId>(), Resource, Alice, It.IsAny<CancellationToken>())).Returns(new ValueTask<TalerPayment?>(Payment()));
        cache.Setup(c => c.RemoveAsync(Order, It.IsAny<CancellationToken>())).Throws<TimeoutException>();
        var payments = Payments(cache.Object);

        await payments.ForgetAsync(Order);

        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
        Assert.Single(_logs.Lines, line => line.Level == LogLevel.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cache_that_fails_knows_nothing_and_says_so_in_the_log(bool atOnce)
    {
        var cache = new Mock<ISessionPaymentCache>();
        var find = cache.Setup(c => c.FindAsync(Order, Resource, Alice, It.IsAny<CancellationToken>()));
        if (atOnce)
            find.Throws<TimeoutException>();
        else
            find.Returns(new ValueTask<TalerPayment?>(Task.FromException<TalerPayment?>(new TimeoutException())));
        cache.Setup(c => c.StoreAsync(It.IsAny<TalerPayment>(), Resource, Alice, Trust, It.IsAny<CancellationToken>())).Throws<TimeoutException>();
        var payments = Payments(cache.Object);

        await payments.StoreAsync(Payment(), Resource, Alice, Trust);
        _clock.Advance(TroublePace.Pause);

        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
        Assert.Equal(2, _logs.Lines.Count(line => line.Level == LogLevel.Warning));
    }

    [Fact]
    public async Task A_visitor_who_leaves_while_the_cache_is_asked_is_no_trouble_of_the_cache()
    {
        using var visitor = new CancellationTokenSource();
        var cache = new Mock<ISessionPaymentCache>();
        cache.Setup(c => c.FindAsync(Order, Resource, Alice, visitor.Token))
            .Returns(new ValueTask<TalerPayment?>(new TaskCompletionSource<TalerPayment?>().Task.WaitAsync(visitor.Token)));
        var lookup = Payments(cache.Object).FindAsync(Order, Resource, Alice, visitor.Token).AsTask();

        await visitor.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lookup);
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task A_cache_that_answers_later_is_believed_as_well()
    {
        var answer = new TaskCompletionSource<TalerPayment?>();
        var cache = new Mock<ISessionPaymentCache>();
        cache.Setup(c => c.FindAsync(Order, Resource, Alice, It.IsAny<CancellationToken>())).Returns(new ValueTask<TalerPayment?>(answer.Task));
        var lookup = Payments(cache.Object).FindAsync(Order, Resource, Alice, default).AsTask();

        answer.SetResult(Payment());

        Assert.Equal(Order, (await lookup)!.OrderId);
    }

    [Fact]
    public async Task A_payment_that_the_backend_denied_is_dropped_and_one_that_it_confirms_later_is_kept()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        await payments.DropAsync(Order, Resource, Alice);
        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        Assert.NotNull(await payments.FindAsync(Order, Resource, Alice, default));
    }

    [Fact]
    public async Task What_is_denied_to_one_session_stays_with_the_session_that_paid()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        await payments.DropAsync(Order, Resource, SessionId.Create());
        await payments.DropAsync(Order, "essay:b", Alice);
        Assert.NotNull(await payments.FindAsync(Order, Resource, Alice, default));
        await payments.DropAsync(Order, Resource, Alice);

        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
    }

    [Fact]
    public async Task What_is_to_be_confirmed_anew_is_dropped_for_whoever_paid_it_and_may_be_stored_again()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        await payments.DropAsync(Order);
        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
        await payments.StoreAsync(Payment(), Resource, Alice, Trust);

        Assert.NotNull(await payments.FindAsync(Order, Resource, Alice, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cache_that_cannot_drop_a_payment_is_told_of_and_the_walk_goes_on(bool ofOneSession)
    {
        var cache = new Mock<ISessionPaymentCache>();
        cache.Setup(c => c.FindAsync(Order, Resource, Alice, It.IsAny<CancellationToken>())).Returns(new ValueTask<TalerPayment?>(Payment()));
        cache.Setup(c => c.RemoveAsync(Order, It.IsAny<CancellationToken>())).Throws<TimeoutException>();
        var payments = Payments(cache.Object);

        await (ofOneSession ? payments.DropAsync(Order, Resource, Alice) : payments.DropAsync(Order));

        Assert.Equal("PaymentNotDropped", Assert.Single(_logs.Lines, line => line.Level == LogLevel.Warning).Event);
    }

    [Fact]
    public async Task A_refunded_order_is_not_trusted_for_as_long_as_any_cache_may_hold_it()
    {
        var cache = new Mock<ISessionPaymentCache>();
        cache.Setup(c => c.FindAsync(It.IsAny<OrderId>(), Resource, Alice, It.IsAny<CancellationToken>())).Returns(new ValueTask<TalerPayment?>(Payment()));
        var payments = Payments(cache.Object);
        await payments.ForgetAsync(Order);

        _clock.Advance(TimeSpan.FromHours(25) - TimeSpan.FromSeconds(1));

        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
    }

    [Fact]
    public void A_payment_is_trusted_for_its_lifetime_and_to_be_confirmed_for_the_grace_and_then_ended()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        var payment = Payment();
        var trust = new PaymentTrust(Trust, OutageGrace: TimeSpan.FromHours(1));
        var second = TimeSpan.FromSeconds(1);

        Assert.Equal(PaymentStanding.Trusted, payments.Judge(payment, trust));
        _clock.Advance(Trust - second);
        Assert.Equal(PaymentStanding.Trusted, payments.Judge(payment, trust));
        _clock.Advance(second);
        Assert.Equal(PaymentStanding.ToConfirm, payments.Judge(payment, trust));
        _clock.Advance(TimeSpan.FromHours(1) - second);
        Assert.Equal(PaymentStanding.ToConfirm, payments.Judge(payment, trust));
        _clock.Advance(second);
        Assert.Equal(PaymentStanding.Ended, payments.Judge(payment, trust));
    }

    [Fact]
    public void Without_a_grace_a_payment_ends_with_its_lifetime()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        var payment = Payment();

        _clock.Advance(Trust);

        Assert.Equal(PaymentStanding.Ended, payments.Judge(payment, new PaymentTrust(Trust, TimeSpan.Zero)));
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_no_payment_fresh()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        var payment = Payment();

        _clock.Advance(TimeSpan.FromMinutes(-1));

        Assert.Equal(PaymentStanding.ToConfirm, payments.Judge(payment, new PaymentTrust(Trust, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void A_question_without_an_answer_is_not_repeated_for_ten_seconds()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        var payment = Payment();
        var trust = new PaymentTrust(Trust, TimeSpan.FromHours(1));
        _clock.Advance(Trust);

        payments.LeaveUnanswered(Order);

        Assert.Equal(PaymentStanding.Unanswered, payments.Judge(payment, trust));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(PaymentStanding.ToConfirm, payments.Judge(payment, trust));
    }

    [Fact]
    public void With_a_lifetime_of_zero_the_backend_is_asked_each_time_whatever_it_could_not_answer()
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        payments.LeaveUnanswered(Order);

        Assert.Equal(PaymentStanding.ToConfirm, payments.Judge(Payment(), new PaymentTrust(TimeSpan.Zero, TimeSpan.FromHours(1))));
    }

    [Theory]
    [InlineData("confirmed")]
    [InlineData("denied")]
    [InlineData("to be confirmed anew")]
    [InlineData("refunded")]
    public async Task The_end_of_a_grace_is_told_unless_something_was_heard_of_the_order_meanwhile(string heard)
    {
        var payments = Payments(new SessionPaymentCache(_clock, 10));
        payments.LeaveUnanswered(Order);
        payments.TellIfGraceEnded(Order);
        var told = _logs.Lines.Count;

        await (heard switch
        {
            "confirmed" => payments.StoreAsync(Payment(), Resource, Alice, Trust),
            "denied" => payments.DropAsync(Order, Resource, Alice),
            "refunded" => payments.ForgetAsync(Order),
            _ => payments.DropAsync(Order),
        });
        _clock.Advance(TroublePace.Pause);
        payments.TellIfGraceEnded(Order);

        Assert.Equal((1, 1), (told, _logs.Lines.Count));
    }

    private RememberedPayments Payments(ISessionPaymentCache cache)
    {
        var factory = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        return new RememberedPayments(cache, _clock, new TroubleLog<RememberedPayments>(factory.CreateLogger<RememberedPayments>(), new TroublePace(_clock)));
    }

    private TalerPayment Payment() => new(Order, Amount.Parse("KUDOS:1"), refundDeadline: null, new Uri("https://backend.example/orders/O1"), _clock.GetUtcNow());
}
