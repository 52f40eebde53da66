using System.Diagnostics.Metrics;

namespace Taler.Paywall.TestShop;

/// <summary>Counts the requests that were served while the backend could not tell.</summary>
internal sealed class OutageCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _serves;

    public OutageCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "taler.paywall.requests")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var (_, value) in tags)
            {
                if (value is "serve_outage")
                    Interlocked.Add(ref _serves, count);
            }
        });
        _listener.Start();
    }

    public long Serves => Interlocked.Read(ref _serves);

    public void Dispose() => _listener.Dispose();
}
