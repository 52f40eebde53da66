using System.Globalization;
using Taler.TestKit;

namespace Taler.Paywall.SoakTests;

/// <summary>Looks at the shop from time to time and says whether what it holds stays level.</summary>
internal sealed class Vigil(Town town, SandboxOrders orders, TimeSpan length)
{
    private const int Looks = 60;
    private const double WarmUp = 0.25;

    /// <summary>How many sessions a shop remembers. Each order makes another cookie.</summary>
    private const int MaxSessions = 20_000;

    private readonly List<(TimeSpan Time, ShopVitals Vitals, long Orders)> _looks = [];
    private long _orders;
    private long _lastRow;

    /// <summary>The table, a line for each look.</summary>
    public List<string> Table { get; } = ["  time  requests   reads  orders  purchases  replays  refunds  in outage  handles  threads  heap MB  working set MB"];

    public async Task WatchAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        await town.KeepDoingAsync(length / Looks, async () => await LookAsync(TimeProvider.System.GetElapsedTime(started)));
    }

    /// <summary>What rose: the medians of the first and the last third after the warm-up are compared.</summary>
    /// <param name="holds">What to look at.</param>
    /// <param name="share">How much it may rise, as a part of the first median.</param>
    /// <param name="more">How much it may rise beyond that.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="remembered">How much it may rise for each order made meanwhile, as long as the shop remembers more and more sessions.</param>
    /// <returns>Null if it stayed level.</returns>
    public string? Rise(Func<ShopVitals, double> holds, double share, double more, string name, double remembered = 0)
    {
        var warm = _looks.Where(look => look.Time > length * WarmUp).ToList();
        var third = warm.Count / 3;
        var first = Median(warm.Take(third).Select(look => holds(look.Vitals)));
        var last = Median(warm.TakeLast(third).Select(look => holds(look.Vitals)));
        var made = Math.Min(warm[^(third / 2)].Orders - warm[third / 2].Orders, MaxSessions);
        var most = first * (1 + share) + more + remembered * made;
        Table.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {first:0.#} in the first third after the warm-up, {last:0.#} in the last; at most {most:0.#}"));
        return last <= most ? null : $"{name} rose from {first:0.#} to {last:0.#}.";
    }

    private async Task LookAsync(TimeSpan time)
    {
        var vitals = await town.Shop.VitalsAsync();
        var news = await orders.ListAsync(after: _lastRow);
        _orders += news.Count;
        _lastRow = news.Count > 0 ? news[^1].Row : _lastRow;
        _looks.Add((time, vitals, _orders));
        var ledger = town.Ledger;
        Table.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{time.TotalSeconds,6:0} {ledger.Requests,9} {ledger.Reads,7} {_orders,7} {ledger.Purchases,10} {ledger.Replays,8} {ledger.Refunds,8} {vitals.OutageServes,10} {vitals.Handles,8} {vitals.Threads,8} {vitals.Heap / 1e6,8:0.0} {vitals.WorkingSet / 1e6,15:0.0}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
