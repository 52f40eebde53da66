using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Orders;

public sealed class RecentOrdersTests
{
    private static readonly OrderId Order = OrderId.Parse("O1");

    private readonly ManualClock _clock = new();
    private readonly RecentOrders _recent;

    public RecentOrdersTests() => _recent = new RecentOrders(_clock, TimeSpan.FromHours(1));

    [Fact]
    public void An_order_is_new_once_in_its_time()
    {
        Assert.True(_recent.Add(Order));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(_recent.Add(Order));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(_recent.Add(Order));
    }

    [Fact]
    public void Recent_orders_are_remembered_for_their_time_and_never_without_bound()
    {
        _recent.Add(Order);
        for (var i = 0; i < 9_999; i++)
            _recent.Add(OrderId.Parse("R" + i));
        Assert.True(_recent.Contains(Order));

        _recent.Add(OrderId.Parse("one-more"));
        Assert.False(_recent.Contains(Order));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_recent.Contains(OrderId.Parse("one-more")));
    }

    [Fact]
    public void An_order_that_comes_again_and_again_pushes_out_no_other()
    {
        Assert.True(_recent.Add(Order));

        for (var i = 0; i < 20_000; i++)
            _recent.Add(OrderId.Parse("again"));

        Assert.False(_recent.Add(Order));
        Assert.True(_recent.Contains(Order));
    }

    [Fact]
    public void An_order_whose_time_is_over_is_new_again()
    {
        _recent.Add(Order);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(_recent.Add(Order));
        Assert.True(_recent.Contains(Order));
    }

    [Fact]
    public void Of_many_who_add_an_order_together_one_is_told_that_it_is_new()
    {
        var news = 0;

        for (var i = 0; i < 200; i++)
        {
            var order = OrderId.Parse("O" + i);
            Parallel.For(0, 4, _ =>
            {
                if (_recent.Add(order))
                    Interlocked.Increment(ref news);
            });
        }

        Assert.Equal(200, news);
    }

    [Fact]
    public void An_order_that_was_removed_is_new_again_and_is_remembered_for_its_whole_time()
    {
        _recent.Add(Order);
        _clock.Advance(TimeSpan.FromMinutes(30));

        _recent.Remove(Order);

        Assert.False(_recent.Contains(Order));
        Assert.True(_recent.Add(Order));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(_recent.Contains(Order));
        Assert.True(_recent.Add(OrderId.Parse("O2")));
        Assert.True(_recent.Contains(Order));
    }
}
