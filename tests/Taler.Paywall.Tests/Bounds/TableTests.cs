using System.Globalization;
using System.Net;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Gate;
using Taler.Paywall.Orders;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Bounds;

/// <summary>Every table that requests can fill. Without its bound, each would hold at least ten times what it may.</summary>
[Collection(nameof(Memory))]
public sealed class TableTests
{
    private const int Flood = 200_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Pages_that_wait_fill_no_memory_and_those_who_left_leave_nothing()
    {
        var room = new WaitingRoom(WaitingRoom.Places, WaitingRoom.PlacesOfNetwork, WaitingRoom.PlacesOfSession);
        var places = new List<IDisposable>();

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < Flood; i++)
            {
                if (room.TryEnter(SessionId.Create(), ClientNetwork.Of(Address(i))) is { } place)
                    places.Add(place);
            }
        });
        var heldByLeavers = await Memory.HeldAfterAsync(() =>
        {
            foreach (var place in places)
                place.Dispose();
            for (var i = 0; i < Flood; i++)
                room.TryEnter(SessionId.Create(), ClientNetwork.Of(Address(i)))!.Dispose();
        });

        Assert.Equal(WaitingRoom.Places, places.Count);
        Assert.InRange(held, long.MinValue, 2_000_000);
        Assert.InRange(heldByLeavers, long.MinValue, 500_000);
    }

    [Fact]
    public async Task Payments_in_the_cache_fill_no_memory_however_many_and_however_often()
    {
        const int MaxEntries = 2000;
        var cache = new SessionPaymentCache(_clock, MaxEntries);
        var session = SessionId.Create();

        var held = await Memory.HeldAfterAsync(async () =>
        {
            for (var i = 0; i < Flood; i++)
            {
                await cache.StoreAsync(Payment(Order(i)), "essay:maps", session, Hour, CancellationToken.None);
                await cache.StoreAsync(Payment(Order(0)), "essay:maps", session, Hour, CancellationToken.None);
                await cache.StoreAsync(Payment(Order(1)), "essay:maps", session, Hour, CancellationToken.None);
                await cache.RemoveAsync(Order(1), CancellationToken.None);
            }
        });

        Assert.NotNull(await cache.FindAsync(Order(0), "essay:maps", session, CancellationToken.None));
        Assert.InRange(held, long.MinValue, 4_000_000);
    }

    [Fact]
    public async Task Cookies_that_were_validated_fill_no_memory()
    {
        var memo = new SessionMemo(generationSize: 1000);
        var session = Session.Start(_clock.GetUtcNow());

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < Flood; i++)
                memo.Add(string.Create(CultureInfo.InvariantCulture, $"{i:D200}"), session);
        });

        Assert.InRange(memo.Count, 1000, 2000);
        Assert.InRange(held, long.MinValue, 4_000_000);
    }

    [Fact]
    public async Task Work_that_never_ends_fills_no_memory()
    {
        var flights = new SingleFlight<int, int>(maxFlights: 1000);
        var begun = 0;

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < Flood; i++)
            {
                if (flights.TryRun(i, () => new TaskCompletionSource<int>().Task, CancellationToken.None, out _))
                    begun++;
            }
        });

        Assert.Equal((1000, 1000), (begun, flights.Count));
        Assert.InRange(held, long.MinValue, 4_000_000);
    }

    [Fact]
    public async Task Orders_to_which_something_happened_fill_no_memory()
    {
        var recent = new RecentOrders(_clock, Hour);

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < 2 * Flood; i++)
                recent.Add(Order(i));
        });

        Assert.True(recent.Contains(Order((2 * Flood) - 1)));
        Assert.False(recent.Contains(Order(0)));
        Assert.InRange(held, long.MinValue, 5_000_000);
    }

    [Fact]
    public async Task Clients_beyond_what_the_site_gives_fill_no_memory()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 100, Burst = 500, PerClientPerMinute = 5 });

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < Flood; i++)
                budget.Take(Address(i));
        });

        Assert.InRange(held, long.MinValue, 3_000_000);
    }

    [Fact]
    public async Task A_million_clients_of_a_site_without_a_limit_of_its_own_fill_no_memory()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 0, PerClientPerMinute = 5 });

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < 1_000_000; i++)
                budget.Take(Address(i));
        });

        Assert.InRange(held, long.MinValue, OrderBudget.MaxClients * 600L);
    }

    [Fact]
    public async Task Causes_of_trouble_that_a_backend_invents_fill_no_memory()
    {
        var pace = new TroublePace(_clock);

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < Flood; i++)
            {
                pace.Ask(new TroubleCause("BackendTrouble", string.Create(CultureInfo.InvariantCulture, $"kind {i}"), 400, i));
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        });

        Assert.InRange(held, long.MinValue, 500_000);
    }

    private static IPAddress Address(int number) => new([0x20, 0x01, 0x0d, 0xb8, .. BitConverter.GetBytes(number), 0, 0, 0, 0, 0, 0, 0, 1]);

    private static OrderId Order(int number) => OrderId.Parse(string.Create(CultureInfo.InvariantCulture, $"O{number}"));

    private static TalerPayment Payment(OrderId orderId) => new(orderId, Amount.Parse("KUDOS:1"), null, new Uri("https://backend.example/orders/O"), DateTimeOffset.UnixEpoch);
}
