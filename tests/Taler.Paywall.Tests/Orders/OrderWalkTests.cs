using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;
using static Taler.Paywall.Tests.Orders.WalkBench;

namespace Taler.Paywall.Tests.Orders;

/// <summary>Which orders a walk asks for and creates, and what the session keeps of it.</summary>
public sealed class OrderWalkTests : IDisposable
{
    private readonly WalkBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_new_visitor_gets_the_first_order_of_his_chain_with_all_that_was_offered()
    {
        var offer = MakeOffer("KUDOS:1", TimeSpan.FromDays(7));

        var result = await _bench.WalkAsync(OrderOrigin.None, offer: offer);

        var order = Assert.Single(_bench.Created);
        Assert.Equal((Decision.RequirePayment, Entry(offer.OrderIdAfter(null, Alice), offer: offer)), (result.Decision, result.Entry));
        Assert.Equal(offer.OrderIdAfter(null, Alice), order.OrderId);
        Assert.Equal((Amount.Parse("KUDOS:1"), "An essay", RelativeTime.FromTimeSpan(TimeSpan.FromDays(7))), (order.Amount, order.Summary, order.RefundDelay));
        Assert.Equal((Url, Url, false), (order.FulfillmentUrl, order.PublicReorderUrl, order.CreateToken));
        Assert.Equal(ResourceCheck.Extra(offer).ToJsonString(), order.Extra!.ToJsonString());
        Assert.Equal(["created"], _bench.Counts);
    }

    [Fact]
    public async Task An_order_that_exists_already_is_asked_for_and_counted_by_whoever_made_it()
    {
        _bench.Orders[First] = Unpaid;

        var result = await _bench.WalkAsync(OrderOrigin.None);

        Assert.Equal((Decision.RequirePayment, Entry(First)), (result.Decision, result.Entry));
        Assert.Empty(_bench.Counts);
    }

    [Fact]
    public async Task Buyers_are_shown_the_public_address_of_the_backend()
    {
        var unpaid = (OrderStatus.Unpaid)(await _bench.WalkAsync(OrderOrigin.None)).Status!;
        _bench.Orders[First] = Paid;
        var paid = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal(PublicBase + "orders/O", unpaid.OrderStatusUrl.AbsoluteUri);
        Assert.Equal(PublicBase, unpaid.TalerPayUri.MerchantBaseUrl.AbsoluteUri);
        Assert.Equal(PublicBase + "orders/O", ((OrderStatus.Paid)paid.Status!).OrderStatusUrl.AbsoluteUri);
        Assert.Equal(PublicBase + "orders/O", paid.Payment!.OrderStatusUrl.AbsoluteUri);
    }

    [Fact]
    public async Task An_order_that_is_kept_and_unpaid_is_offered_again()
    {
        _bench.Orders[Older] = Unpaid;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(Older));

        Assert.Equal((Decision.RequirePayment, Entry(Older)), (result.Decision, result.Entry));
        Assert.Equal([Older], _bench.Asked);
        Assert.Empty(_bench.Created);
    }

    [Fact]
    public async Task An_order_that_the_backend_lost_is_followed_by_the_next_of_its_chain()
    {
        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal((Decision.RequirePayment, Entry(Second)), (result.Decision, result.Entry));
        Assert.Equal([Second], _bench.CreatedIds);
    }

    [Fact]
    public async Task A_claimed_order_is_followed_by_the_next_of_its_chain_and_whoever_comes_again_goes_on_to_its_end()
    {
        _bench.Orders[First] = Claimed;
        var next = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));
        _bench.Orders[Second] = Claimed;
        var again = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));
        var end = await _bench.WalkAsync(OrderOrigin.Kept, again.Entry);

        Assert.Equal((Decision.RequirePayment, Entry(Second)), (next.Decision, next.Entry));
        Assert.Equal((Decision.ComeAgain, Entry(Second)), (again.Decision, again.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Third)), (end.Decision, end.Entry));
    }

    [Fact]
    public async Task An_order_whose_creation_was_not_answered_is_looked_for_and_made_under_its_id_if_it_is_not_there()
    {
        var missing = await _bench.WalkAsync(OrderOrigin.Computed, Entry(Older, OrderMark.Computed));
        var found = await _bench.WalkAsync(OrderOrigin.Computed, Entry(Older, OrderMark.Computed));

        Assert.Equal((Decision.RequirePayment, Entry(Older)), (missing.Decision, missing.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Older)), (found.Decision, found.Entry));
        Assert.Equal([Older], _bench.CreatedIds);
    }

    [Fact]
    public async Task A_dropped_order_is_followed_by_the_next_of_its_chain()
    {
        var result = await _bench.WalkAsync(OrderOrigin.Dropped, Entry(First, OrderMark.Dropped));

        Assert.Equal((Decision.RequirePayment, Entry(Second)), (result.Decision, result.Entry));
    }

    [Fact]
    public async Task An_order_that_expired_before_the_one_on_other_terms_does_is_passed_over()
    {
        var dearer = MakeOffer("KUDOS:2");
        var first = dearer.OrderIdAfter(null, Alice);
        _bench.Orders[First] = Unpaid with { PayDeadline = In(TimeSpan.FromHours(1)) };
        _bench.Orders[first] = Unpaid with { CreationTime = In(TimeSpan.FromHours(-2)), PayDeadline = In(TimeSpan.FromHours(-1)) };

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), offer: dearer);

        Assert.Equal((Decision.ComeAgain, Entry(first, offer: dearer)), (result.Decision, result.Entry));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Other_terms_have_a_chain_of_their_own(bool isClaimed)
    {
        var dearer = MakeOffer("KUDOS:2");
        _bench.Orders[First] = isClaimed ? Claimed : Unpaid;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), offer: dearer);

        Assert.Equal((Decision.RequirePayment, Entry(dearer.OrderIdAfter(null, Alice), offer: dearer)), (result.Decision, result.Entry));
    }

    [Fact]
    public async Task An_order_whose_time_to_pay_is_nearly_over_is_replaced_and_a_new_one_is_offered_as_it_is()
    {
        OrderStatus nearlyOver = Unpaid with { PayDeadline = In(OrderInHand.TimeToPay - TimeSpan.FromSeconds(1)) };
        _bench.NewOrder = nearlyOver;
        _bench.Orders[Older] = nearlyOver;

        var fresh = await _bench.WalkAsync(OrderOrigin.None);
        var kept = await _bench.WalkAsync(OrderOrigin.Kept, Entry(Older));
        var computed = await _bench.WalkAsync(OrderOrigin.Computed);

        Assert.Equal((Decision.RequirePayment, Entry(First)), (fresh.Decision, fresh.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Essay.OrderIdAfter(Older, Alice))), (kept.Decision, kept.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Second)), (computed.Decision, computed.Entry));
    }

    [Fact]
    public async Task Expired_orders_lead_on_along_the_chain_to_one_that_can_be_paid()
    {
        _bench.Orders[First] = Unpaid with { CreationTime = In(TimeSpan.FromHours(-3)), PayDeadline = In(TimeSpan.FromHours(-2)) };
        _bench.Orders[Second] = Unpaid with { CreationTime = In(TimeSpan.FromHours(-2) - OrderInHand.TimeToPay), PayDeadline = In(TimeSpan.FromHours(-1)) };
        _bench.NewOrder = Unpaid with { CreationTime = In(TimeSpan.Zero), PayDeadline = In(TimeSpan.FromHours(1)) };

        var first = await _bench.WalkAsync(OrderOrigin.Returning);
        var second = await _bench.WalkAsync(OrderOrigin.Kept, first.Entry);
        var third = await _bench.WalkAsync(OrderOrigin.Kept, second.Entry);

        Assert.Equal((Decision.ComeAgain, Entry(First)), (first.Decision, first.Entry));
        Assert.Equal((Decision.ComeAgain, Entry(Second)), (second.Decision, second.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Third)), (third.Decision, third.Entry));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_clocks_differ_so_that_each_new_order_looks_expired_the_visitor_comes_again_once_and_gets_one_to_pay(bool tellsCreationTime)
    {
        _bench.NewOrder = Unpaid with { CreationTime = tellsCreationTime ? In(TimeSpan.FromHours(-3)) : null, PayDeadline = In(TimeSpan.FromHours(-2)) };

        var first = await _bench.WalkAsync(OrderOrigin.None);
        var second = await _bench.WalkAsync(OrderOrigin.Kept, first.Entry);

        Assert.Equal((Decision.ComeAgain, Entry(First)), (first.Decision, first.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Second)), (second.Decision, second.Entry));
    }

    [Fact]
    public async Task An_order_that_was_only_computed_is_kept_when_it_is_there_and_not_otherwise()
    {
        var refused = await _bench.WalkAsync(OrderOrigin.Computed, purchase: Purchase.None);
        _bench.Orders[First] = Unpaid;
        var found = await _bench.WalkAsync(OrderOrigin.Computed, purchase: Purchase.None);
        _bench.Trouble = (_, _) => throw Down;
        var unknown = await _bench.WalkAsync(OrderOrigin.Computed);

        Assert.Equal((Decision.RefuseWithoutOrder, null), (refused.Decision, refused.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(First)), (found.Decision, found.Entry));
        Assert.Equal((Decision.Unavailable, null), (unknown.Decision, unknown.Entry));
        Assert.Empty(_bench.Created);
    }

    [Fact]
    public async Task An_order_that_was_created_and_could_not_be_asked_for_is_not_made_again()
    {
        _bench.Trouble = (call, _) => call == "ask" ? throw Down : Task.CompletedTask;

        var result = await _bench.WalkAsync(OrderOrigin.None);

        Assert.Equal((Decision.Unavailable, Entry(First)), (result.Decision, result.Entry));
    }

    [Fact]
    public async Task An_order_that_may_or_may_not_have_been_created_is_kept_as_such()
    {
        _bench.Orders[First] = Claimed;
        _bench.Trouble = (call, _) => call == "create" ? throw Down : Task.CompletedTask;

        var first = await _bench.WalkAsync(OrderOrigin.None);
        var next = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

        Assert.Equal((Decision.Unavailable, Entry(First, OrderMark.Computed), false), (first.Decision, first.Entry, first.IsUnanswered));
        Assert.Equal((Decision.Unavailable, Entry(Second, OrderMark.Computed), false), (next.Decision, next.Entry, next.IsUnanswered));
    }

    [Fact]
    public async Task Who_may_not_buy_makes_no_order_and_keeps_what_he_has()
    {
        _bench.Orders[First] = Claimed;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), Purchase.None);

        Assert.Equal((Decision.RefuseWithoutOrder, Entry(First)), (result.Decision, result.Entry));
        Assert.Empty(_bench.Created);
    }

    [Fact]
    public async Task Who_may_not_buy_keeps_an_order_on_other_terms_and_a_dropped_one_as_they_are()
    {
        var dearer = MakeOffer("KUDOS:2");
        _bench.Orders[First] = Unpaid;

        var onOtherTerms = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First), Purchase.None, offer: dearer);
        var dropped = await _bench.WalkAsync(OrderOrigin.Dropped, Entry(First, OrderMark.Dropped), Purchase.None);

        Assert.Equal((Decision.RefuseWithoutOrder, Entry(First)), (onOtherTerms.Decision, onOtherTerms.Entry));
        Assert.Equal((Decision.RefuseWithoutOrder, Entry(First, OrderMark.Dropped)), (dropped.Decision, dropped.Entry));
    }

    private Timestamp In(TimeSpan time) => Timestamp.FromDateTimeOffset(_bench.Clock.GetUtcNow() + time);
}
