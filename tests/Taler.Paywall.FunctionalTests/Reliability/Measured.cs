using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>What the metrics of a shop tell an operator.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _decisions = new();
    private readonly ConcurrentQueue<(string Call, string? ErrorType)> _calls = new();

    public Measured(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name is "taler.paywall.requests" or TalerMerchantDefaults.DurationInstrumentName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _decisions.Enqueue((string)tags[0].Value!));
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => _calls.Enqueue(((string)tags[0].Value!, tags.Length > 1 ? (string)tags[1].Value! : null)));
        _listener.Start();
    }

    /// <summary>How requests for protected resources were answered.</summary>
    public IReadOnlyList<string> Decisions => [.. _decisions];

    /// <summary>How calls of a shape failed; null is a call that did not.</summary>
    public IReadOnlyList<string?> ErrorTypes(BackendCall call) => [.. _calls.Where(each => each.Call == call.Name).Select(each => each.ErrorType)];

    public void Clear()
    {
        _decisions.Clear();
        _calls.Clear();
    }

    public void Dispose() => _listener.Dispose();
}
