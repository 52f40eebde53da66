namespace Taler.Merchant;

/// <summary>The names under which a host finds the parts of the client.</summary>
public static class TalerMerchantDefaults
{
    /// <summary>The name of the client in <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "Taler.Merchant";

    /// <summary>The name of the meter; its one instrument is <see cref="DurationInstrumentName"/>.</summary>
    public const string MeterName = "Taler.Merchant";

    /// <summary>A histogram of the calls' durations in seconds, retries and token fetches included.</summary>
    public const string DurationInstrumentName = "taler.merchant.duration";

    /// <summary>The name of the activity source: one activity a call, named as in the log, without any ID.</summary>
    public const string ActivitySourceName = "Taler.Merchant";
}
