namespace Taler.Merchant.Sandbox;

/// <summary>Where the embedded sandbox of an application is found. It answers once the application has started.</summary>
public sealed class TalerSandbox
{
    internal TalerSandbox(Uri baseUrl, TalerSandboxOptions options)
    {
        BaseUrl = baseUrl;
        AccessToken = options.AccessToken;
        Currency = options.Currency;
    }

    /// <summary>Base URL of the instance, ending with a slash.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The access token for <c>private/…</c>, with its prefix. No secret: the sandbox holds no money.</summary>
    public string AccessToken { get; }

    /// <summary>The currency of all orders.</summary>
    public string Currency { get; }
}
