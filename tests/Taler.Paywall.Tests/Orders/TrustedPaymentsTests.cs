using Microsoft.Extensions.Logging;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Orders;

public sealed class TrustedPaymentsTests : IDisposable
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

        Assert.Null(await payments.FindAsync(Order, Resource, Alice, default));
        Assert.Equal(2, _logs.Lines.Count(line => line.Level == LogLevel.Warning));
    }

    [Fact]
    public void Refunded_orders_are_remembered_for_an_hour_and_never_without_bound()
    {
        var refunded = new RefundedOrders(_clock);
        refunded.Add(Order);
        for (var i = 0; i < 9_999; i++)
            refunded.Add(OrderId.Parse("R" + i));
        Assert.True(refunded.Contains(Order));

        refunded.Add(OrderId.Parse("one-more"));
        Assert.False(refunded.Contains(Order));

        _clock.Advance(TimeSpan.FromHours(1));
        refunded.Add(Order);
        Assert.True(refunded.Contains(Order));
        Assert.False(refunded.Contains(OrderId.Parse("one-more")));
    }

    private TrustedPayments Payments(ISessionPaymentCache cache)
    {
        var factory = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        return new TrustedPayments(cache, _clock, factory.CreateLogger<TrustedPayments>());
    }

    private static TalerPayment Payment() => new(Order, Amount.Parse("KUDOS:1"), refundDeadline: null, new Uri("https://backend.example/orders/O1"));
}
