using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests;

/// <summary>What the metrics of a shop tell an operator.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _decisions = new();
    private readonly ConcurrentQueue<string> _orders = new();
    private readonly ConcurrentQueue<(string Call, string? ErrorType)> _calls = new();

    public Measured(Shop shop)
    {
        var meters = shop.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is TalerPaywallDefaults.MeterName or TalerMerchantDefaults.MeterName && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var tag = tags.Length > 0 ? (string)tags[0].Value! : null;
            if (instrument.Name == "taler.paywall.requests")
                _decisions.Enqueue(tag!);
            else
                _orders.Enqueue(instrument.Name.Split('.')[^1] + (tag is null ? "" : " by " + tag));
        });
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => _calls.Enqueue(((string)tags[0].Value!, tags.Length > 1 ? (string)tags[1].Value! : null)));
        _listener.Start();
    }

    /// <summary>How requests for protected resources were answered.</summary>
    public IReadOnlyList<string> Decisions => [.. _decisions];

    /// <summary>What became of orders: "created", "refused by site".</summary>
    public IReadOnlyList<string> Orders => [.. _orders];

    /// <summary>How calls of an operation failed; null is a call that did not.</summary>
    public IReadOnlyList<string?> ErrorTypes(string operation) => [.. _calls.Where(each => each.Call == operation).Select(each => each.ErrorType)];

    public void Clear()
    {
        _decisions.Clear();
        _orders.Clear();
        _calls.Clear();
    }

    public void Dispose() => _listener.Dispose();
}
