using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;
using static Taler.Paywall.Tests.Orders.WalkBench;

namespace Taler.Paywall.Tests.Orders;

/// <summary>An older purchase that the backend names, and how a session goes on that has lost it.</summary>
public sealed class AdoptedOrderTests : IDisposable
{
    private readonly WalkBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_older_order_that_the_backend_names_is_asked_for_and_kept_instead()
    {
        OrderStatus[] answers = [Unpaid with { AlreadyPaidOrderId = Older }, Claimed with { AlreadyPaidOrderId = Older }];
        _bench.Orders[Older] = Paid;
        foreach (var answer in answers)
        {
            _bench.Orders[First] = answer;

            var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First));

            Assert.Equal((Decision.Serve, Entry(Older, OrderMark.Adopted), Older), (result.Decision, result.Entry, result.Payment!.OrderId));
        }
        Assert.Empty(_bench.Created);
    }

    [Fact]
    public async Task An_adopted_order_that_is_still_paid_is_kept_as_adopted()
    {
        _bench.Orders[Older] = Paid;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(Older, OrderMark.Adopted));

        Assert.Equal((Decision.Serve, Entry(Older, OrderMark.Adopted)), (result.Decision, result.Entry));
    }

    [Fact]
    public async Task A_session_that_lost_an_adopted_order_goes_on_from_its_place_in_its_own_chain()
    {
        _bench.Orders[Older] = Claimed;
        _bench.Orders[Second] = Claimed;

        var place = await _bench.WalkAsync(OrderOrigin.Kept, Entry(Older, OrderMark.Adopted), own: Entry(Second));
        var next = await _bench.WalkAsync(OrderOrigin.Kept, place.Entry);

        Assert.Equal((Decision.ComeAgain, Entry(Second)), (place.Decision, place.Entry));
        Assert.Equal((Decision.RequirePayment, Entry(Third)), (next.Decision, next.Entry));
    }

    [Fact]
    public async Task An_adopted_order_that_is_the_first_of_the_own_chain_is_followed_by_the_second()
    {
        _bench.Orders[First] = Claimed;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(First, OrderMark.Adopted));

        Assert.Equal((Decision.RequirePayment, Entry(Second)), (result.Decision, result.Entry));
    }

    [Fact]
    public async Task An_adopted_order_that_another_device_has_taken_back_is_followed_by_the_first_of_the_own_chain()
    {
        _bench.Orders[Older] = Claimed;

        var result = await _bench.WalkAsync(OrderOrigin.Kept, Entry(Older, OrderMark.Adopted));

        Assert.Equal((Decision.RequirePayment, Entry(First)), (result.Decision, result.Entry));
    }
}
