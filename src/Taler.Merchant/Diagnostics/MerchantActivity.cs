using System.Diagnostics;

namespace Taler.Merchant.Diagnostics;

/// <summary>One activity a call. HttpClient's own would show the path, and with it a session-ID.</summary>
internal static class MerchantActivity
{
    public static readonly ActivitySource Source = new(TalerMerchantDefaults.ActivitySourceName);

    public static void Conclude(this Activity? activity, string? errorType)
    {
        if (activity is null || errorType is null)
            return;
        activity.SetTag("error.type", errorType);
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
