using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>
/// What the whole process says besides its logs, whoever says it: activities, measurements, exceptions. Shops run side by side, so a shop hears
/// the others as well; no harm, for it looks for its own secrets only.
/// </summary>
internal sealed class Emissions : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _traces = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Tag, string Value), bool> _measurements = new();
    private readonly ConcurrentDictionary<string, bool> _exceptions = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters;

    public Emissions()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _traces.TryAdd(Describe(activity), true),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        HearMeasurements();
        AppDomain.CurrentDomain.FirstChanceException += Hear;
    }

    public IEnumerable<string> Traces => _traces.Keys;

    public IEnumerable<string> Measurements => _measurements.Keys.Select(
        measured => $"{measured.Instrument.Meter.Name}: {measured.Instrument.Name} {measured.Tag}={measured.Value}");

    public IEnumerable<string> Exceptions => _exceptions.Keys;

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Hear;
        _activities.Dispose();
        _meters.Dispose();
    }

    private static string Describe(Activity activity) =>
        $"{activity.Source.Name}: {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {Text(activity.TagObjects)} "
        + $"{Text(activity.Baggage)} {activity.TraceStateString} {string.Join(' ', activity.Events.Select(happening => $"{happening.Name} {Text(happening.Tags)}"))} "
        + string.Join(' ', activity.Links.Select(link => Text(link.Tags ?? [])));

    private static string Text<T>(IEnumerable<KeyValuePair<string, T>> pairs) => string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private void HearMeasurements()
    {
        _meters.SetMeasurementEventCallback<byte>(Hear);
        _meters.SetMeasurementEventCallback<short>(Hear);
        _meters.SetMeasurementEventCallback<int>(Hear);
        _meters.SetMeasurementEventCallback<long>(Hear);
        _meters.SetMeasurementEventCallback<float>(Hear);
        _meters.SetMeasurementEventCallback<double>(Hear);
        _meters.SetMeasurementEventCallback<decimal>(Hear);
        _meters.Start();
    }

    // Some instruments measure every few kilobytes, so what is known already must cost nothing. A number is no secret.
    private void Hear<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (tag, value) in tags)
        {
            if (value is not (null or IFormattable or bool))
                _measurements.TryAdd((instrument, tag, value as string ?? value.ToString()!), true);
        }
    }

    /// <summary>Every exception when it is thrown, even one that is caught at once. Assertions of tests quote what they please.</summary>
    private void Hear(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is not Xunit.Sdk.XunitException)
            _exceptions.TryAdd(ExceptionText.Of(thrown.Exception), true);
    }
}
