using System.Diagnostics.Metrics;

namespace Taler.Merchant.Diagnostics;

/// <summary>How long calls take and how they fail. Both tags come from closed sets.</summary>
internal sealed class MerchantMetrics
{
    public const string Cancelled = "cancelled";

    public const string Other = "other";

    private readonly Histogram<double> _duration;

    public MerchantMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TalerMerchantDefaults.MeterName);
        _duration = meter.CreateHistogram<double>(
            TalerMerchantDefaults.DurationInstrumentName, unit: "s", description: "Duration of calls to the merchant backend, retries included.");
    }

    public void Record(string operation, string? errorType, TimeSpan duration)
    {
        if (!_duration.Enabled)
            return;
        var operationTag = new KeyValuePair<string, object?>("operation", operation);
        if (errorType is null)
            _duration.Record(duration.TotalSeconds, operationTag);
        else
            _duration.Record(duration.TotalSeconds, operationTag, new KeyValuePair<string, object?>("error.type", errorType));
    }

    public static string ErrorType(TalerMerchantFailure failure) => failure switch
    {
        TalerMerchantFailure.Unreachable => "unreachable",
        TalerMerchantFailure.Timeout => "timeout",
        TalerMerchantFailure.CircuitOpen => "circuit_open",
        TalerMerchantFailure.Refused => "refused",
        TalerMerchantFailure.BackendTrouble => "backend_trouble",
        TalerMerchantFailure.InvalidAnswer => "invalid_answer",
        TalerMerchantFailure.Incompatible => "incompatible",
        TalerMerchantFailure.Overloaded => "overloaded",
    };
}
