using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Orders;

public sealed class SessionPaymentCacheTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly SessionId Alice = SessionId.Create();
    private static readonly SessionId Bob = SessionId.Create();

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_payment_is_found_for_its_order_resource_and_session_only()
    {
        var cache = new SessionPaymentCache(_clock, 10);

        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        Assert.NotNull(await Find(cache, "O1", "essay:a", Alice));
        Assert.Null(await Find(cache, "O2", "essay:a", Alice));
        Assert.Null(await Find(cache, "O1", "essay:b", Alice));
        Assert.Null(await Find(cache, "O1", "essay:a", Bob));
    }

    [Fact]
    public async Task A_payment_ends_with_its_lifetime_however_often_it_is_used()
    {
        var cache = new SessionPaymentCache(_clock, 10);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        _clock.Advance(Lifetime - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Find(cache, "O1", "essay:a", Alice));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await Find(cache, "O1", "essay:a", Alice));
    }

    [Fact]
    public async Task A_payment_that_moved_to_another_session_is_gone_from_the_first()
    {
        var cache = new SessionPaymentCache(_clock, 10);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        await cache.StoreAsync(Payment("O1"), "essay:a", Bob, Lifetime, default);

        Assert.Null(await Find(cache, "O1", "essay:a", Alice));
        Assert.NotNull(await Find(cache, "O1", "essay:a", Bob));
    }

    [Fact]
    public async Task A_removed_order_is_gone()
    {
        var cache = new SessionPaymentCache(_clock, 10);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        await cache.RemoveAsync(OrderId.Parse("O1"), default);

        Assert.Null(await Find(cache, "O1", "essay:a", Alice));
    }

    [Fact]
    public async Task Beyond_the_greatest_number_the_oldest_is_dropped()
    {
        var cache = new SessionPaymentCache(_clock, 3);

        for (var i = 0; i < 100; i++)
        {
            await cache.StoreAsync(Payment("O" + i), "essay:a", Alice, Lifetime, default);
            Assert.InRange(cache.Count, 1, 3);
        }

        Assert.NotNull(await Find(cache, "O99", "essay:a", Alice));
        Assert.Null(await Find(cache, "O0", "essay:a", Alice));
    }

    [Fact]
    public async Task Beyond_the_greatest_number_the_oldest_is_dropped_whichever_thread_stores()
    {
        var cache = new SessionPaymentCache(_clock, 3);

        for (var i = 0; i < 10; i++)
        {
            var payment = Payment("O" + i);
            var aThreadOfItsOwn = TaskCreationOptions.LongRunning;
            await Task.Factory.StartNew(() => cache.StoreAsync(payment, "essay:a", Alice, Lifetime, default).AsTask(), default, aThreadOfItsOwn, TaskScheduler.Default).Unwrap();
            Assert.InRange(cache.Count, 1, 3);
        }
    }

    [Fact]
    public async Task A_payment_stored_again_is_not_dropped_with_its_former_entry()
    {
        var cache = new SessionPaymentCache(_clock, 3);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);
        await cache.StoreAsync(Payment("O2"), "essay:a", Alice, Lifetime, default);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        await cache.StoreAsync(Payment("O3"), "essay:a", Alice, Lifetime, default);

        Assert.NotNull(await Find(cache, "O1", "essay:a", Alice));
    }

    [Fact]
    public async Task A_payment_that_is_stored_again_and_again_outlives_those_that_are_not_and_takes_one_place()
    {
        var cache = new SessionPaymentCache(_clock, 3);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        for (var i = 0; i < 100; i++)
        {
            await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);
            await cache.StoreAsync(Payment("N" + i), "essay:a", Alice, Lifetime, default);

            Assert.NotNull(await Find(cache, "O1", "essay:a", Alice));
            Assert.NotNull(await Find(cache, "N" + i, "essay:a", Alice));
        }
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public async Task A_payment_that_was_stored_twice_outlives_others_once()
    {
        var cache = new SessionPaymentCache(_clock, 3);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        for (var i = 0; i < 10; i++)
            await cache.StoreAsync(Payment("N" + i), "essay:a", Alice, Lifetime, default);

        Assert.Null(await Find(cache, "O1", "essay:a", Alice));
    }

    [Fact]
    public async Task The_new_life_of_a_payment_that_is_stored_again_counts()
    {
        var cache = new SessionPaymentCache(_clock, 3);
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);
        _clock.Advance(Lifetime - TimeSpan.FromSeconds(1));
        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, Lifetime, default);

        _clock.Advance(Lifetime - TimeSpan.FromSeconds(1));
        await cache.StoreAsync(Payment("O2"), "essay:a", Alice, Lifetime, default);

        Assert.NotNull(await Find(cache, "O1", "essay:a", Alice));
    }

    [Fact]
    public async Task Where_everything_was_stored_again_the_oldest_gives_way_all_the_same()
    {
        var cache = new SessionPaymentCache(_clock, 100);
        for (var i = 0; i < 200; i++)
            await cache.StoreAsync(Payment("O" + (i % 100)), "essay:a", Alice, Lifetime, default);

        await cache.StoreAsync(Payment("new"), "essay:a", Alice, Lifetime, default);

        Assert.Equal(100, cache.Count);
        Assert.NotNull(await Find(cache, "new", "essay:a", Alice));
        Assert.NotNull(await Find(cache, "O15", "essay:a", Alice));
        Assert.Null(await Find(cache, "O16", "essay:a", Alice));
    }

    [Fact]
    public async Task Payments_that_have_ended_leave_the_memory()
    {
        var cache = new SessionPaymentCache(_clock, 100);
        for (var i = 0; i < 100; i++)
            await cache.StoreAsync(Payment("O" + i), "essay:a", Alice, Lifetime, default);

        _clock.Advance(Lifetime);
        await cache.StoreAsync(Payment("new"), "essay:a", Alice, Lifetime, default);

        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task With_a_lifetime_of_zero_nothing_is_kept()
    {
        var cache = new SessionPaymentCache(_clock, 3);

        await cache.StoreAsync(Payment("O1"), "essay:a", Alice, TimeSpan.Zero, default);

        Assert.Equal(0, cache.Count);
    }

    private static async Task<TalerPayment?> Find(SessionPaymentCache cache, string orderId, string resource, SessionId session) =>
        await cache.FindAsync(OrderId.Parse(orderId), resource, session, default);

    private static TalerPayment Payment(string orderId) =>
        new(OrderId.Parse(orderId), Amount.Parse("KUDOS:1"), refundDeadline: null, new Uri("https://backend.example/orders/" + orderId), DateTimeOffset.UnixEpoch);
}
