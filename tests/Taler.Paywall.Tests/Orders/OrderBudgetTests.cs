using System.Diagnostics;
using System.Net;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Orders;

public sealed class OrderBudgetTests
{
    [Fact]
    public void A_burst_is_allowed_and_then_only_as_many_as_come_back_in_time()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 1, Burst = 10 });
        var began = Stopwatch.GetTimestamp();

        var given = Enumerable.Range(0, 1000).Count(_ => budget.Take(IPAddress.Loopback) is null);

        Assert.InRange(given, 10, 11 + (int)Stopwatch.GetElapsedTime(began).TotalSeconds);
        Assert.InRange(budget.Take(IPAddress.Loopback)!.Pause, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", false)]
    [InlineData("203.0.113.7", "203.0.113.8", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", true)]
    public void A_client_is_an_address_or_the_network_of_one(string first, string second, bool isAnother)
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerClientPerMinute = 1 });

        Assert.Null(budget.Take(IPAddress.Parse(first)));
        Assert.Equal(isAnother, budget.Take(IPAddress.Parse(second)) is null);
    }

    [Fact]
    public void One_client_that_is_over_its_limit_takes_nothing_from_the_others()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 1, Burst = 2, PerClientPerMinute = 1 });
        var greedy = IPAddress.Parse("203.0.113.7");

        Assert.Null(budget.Take(greedy));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.NotNull(budget.Take(greedy)));
        Assert.Null(budget.Take(IPAddress.Parse("203.0.113.8")));
    }

    [Fact]
    public void A_refusal_says_which_limit_is_reached_and_for_how_long()
    {
        using var ofSite = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 1, Burst = 1, PerClientPerMinute = 1000 });
        using var ofClient = new OrderBudget(new TalerOrderLimitOptions { PerClientPerMinute = 1 });

        var (site, client) = (Refusal(ofSite), Refusal(ofClient));

        Assert.Equal((OrderLimit.Site, OrderLimit.Client), (site.Limit, client.Limit));
        Assert.InRange(site.Pause, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
        Assert.InRange(client.Pause, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Where_the_site_has_a_limit_every_client_has_a_count_of_its_own()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 10_000, Burst = 10_000, PerClientPerMinute = 1 });

        for (var i = 0; i < 3000; i++)
            Assert.Null(budget.Take(new IPAddress(i)));
    }

    [Fact]
    public void Where_the_site_has_no_limit_the_clients_together_have_as_many_counts_as_are_kept()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 0, PerClientPerMinute = 1 });

        var given = Enumerable.Range(0, 70_000).Count(i => budget.Take(new IPAddress(i)) is null);

        Assert.InRange(given, OrderBudget.MaxClients / 2, OrderBudget.MaxClients);
    }

    [Fact]
    public void A_request_without_an_address_is_not_held_by_the_limit_of_a_client()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 0, PerClientPerMinute = 1 });

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(budget.Take(null)));
    }

    [Fact]
    public void Zero_sets_no_limit()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 0 });

        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.Null(budget.Take(IPAddress.Loopback)));
    }

    [Fact]
    public void A_request_without_an_address_is_held_by_the_limit_for_all()
    {
        using var budget = new OrderBudget(new TalerOrderLimitOptions { PerSecond = 1, Burst = 1, PerClientPerMinute = 1 });

        Assert.Null(budget.Take(null));
        Assert.Contains(Enumerable.Range(0, 100), _ => budget.Take(null) is not null);
    }

    private static OrderRefusal Refusal(OrderBudget budget) => Enumerable.Range(0, 1000).Select(_ => budget.Take(IPAddress.Loopback)).First(refusal => refusal is not null)!;
}
