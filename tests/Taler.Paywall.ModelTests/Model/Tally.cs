using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>What happened in a run, so that a reader sees that the interesting things did.</summary>
internal sealed class Tally : IDisposable
{
    public const string Events = "Events";
    public const string Decisions = "Decisions of the paywall";

    public const string CreatedAfterAll = "an order created whose creation was not answered";
    public const string Adopted = "an older purchase adopted";
    public const string ExpiredReplaced = "an expired order replaced";

    private readonly ConcurrentDictionary<(string Group, string What), int> _counts = new();
    private readonly MeterListener _listener = new();

    public Tally()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: TalerPaywallDefaults.MeterName, Name: "taler.paywall.requests" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Count(Decisions, (string)tags[0].Value!));
        _listener.Start();
    }

    public int this[string group, string what] => _counts.GetValueOrDefault((group, what));

    public void Count(string group, string what) => _counts.AddOrUpdate((group, what), 1, static (_, count) => count + 1);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var group in _counts.GroupBy(count => count.Key.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(group.Key).AppendLine(":");
            foreach (var (key, count) in group.OrderByDescending(count => count.Value))
                text.Append(CultureInfo.InvariantCulture, $"  {count,9}  ").AppendLine(key.What);
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();
}
