using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Tests.Orders;

/// <summary>How an answer of the backend is read.</summary>
public sealed class OrderFactsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TimeToPay = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(30, "Unpaid")]
    [InlineData(29, "Expired")]
    [InlineData(-1, "Expired")]
    public void An_order_is_expired_when_the_time_left_is_shorter_than_a_visitor_needs(int secondsLeft, string fact) =>
        Assert.Equal(fact, Read(Unpaid(secondsLeft)).ToString());

    [Fact]
    public void The_backends_clock_counts_before_ours()
    {
        Assert.Equal(OrderFact.Expired, Read(Unpaid(60) with { AnsweredAt = Now.AddSeconds(31) }));
        Assert.Equal(OrderFact.Unpaid, Read(Unpaid(0) with { AnsweredAt = Now.AddSeconds(-30) }));
    }

    [Fact]
    public void An_order_without_a_deadline_never_expires() => Assert.Equal(OrderFact.Unpaid, Read(Unpaid(0) with { PayDeadline = null }));

    [Fact]
    public void A_changed_offer_is_told_of_an_unpaid_order_only_and_before_its_deadline()
    {
        Assert.Equal(OrderFact.OfferChanged, Read(Unpaid(60), offerChanged: true));
        Assert.Equal(OrderFact.OfferChanged, Read(Unpaid(0), offerChanged: true));
        Assert.Equal(OrderFact.Claimed, Read(WalkBench.Claimed, offerChanged: true));
        Assert.Equal(OrderFact.Paid, Read(WalkBench.Paid, offerChanged: true));
    }

    [Fact]
    public void An_older_payment_that_is_named_counts_before_everything_else()
    {
        Assert.Equal(OrderFact.AlreadyPaid, Read(Unpaid(0) with { AlreadyPaidOrderId = WalkBench.Older }, offerChanged: true));
        Assert.Equal(OrderFact.AlreadyPaid, Read(WalkBench.Claimed with { AlreadyPaidOrderId = WalkBench.Older }));
    }

    [Theory]
    [InlineData(true, null, "Refunded")]
    [InlineData(true, "KUDOS:0", "Refunded")]
    [InlineData(false, "KUDOS:0.01", "Refunded")]
    [InlineData(false, "KUDOS:0", "Paid")]
    [InlineData(false, null, "Paid")]
    public void Any_refund_but_one_of_nothing_ends_a_payment(bool refunded, string? amount, string fact) =>
        Assert.Equal(fact, Read(WalkBench.Paid with { Refunded = refunded, RefundAmount = amount is null ? null : Amount.Parse(amount) }).ToString());

    [Fact]
    public void What_was_paid_for_another_resource_is_told_apart()
    {
        Assert.Equal(OrderFact.PaidForAnother, Read(WalkBench.PaidForAnother));
        Assert.Equal(OrderFact.NotFound, Read(new OrderStatus.NotFound()));
    }

    private static OrderStatus.Unpaid Unpaid(int secondsLeft) => WalkBench.Unpaid with { PayDeadline = Timestamp.FromDateTimeOffset(Now.AddSeconds(secondsLeft)) };

    private static OrderFact Read(OrderStatus status, bool offerChanged = false) =>
        OrderFacts.Of(status, WalkBench.Essay, offerChanged, isAdopted: false, Now, TimeToPay);
}
