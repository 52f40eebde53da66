namespace Taler.Merchant;

/// <summary>Where the merchant backend is and how to be let in.</summary>
public sealed class TalerMerchantOptions
{
    /// <summary>Base URL of the instance, for example <c>https://backend.demo.taler.net/instances/sandbox/</c>. Required.</summary>
    /// <value>https, or http to a loopback address; a final slash is added if missing.</value>
    public string? BaseUrl { get; set; }

    /// <summary>The access token, with its prefix <c>secret-token:</c>. Either this or <see cref="Password"/> is required.</summary>
    public string? AccessToken { get; set; }

    /// <summary>
    /// The password of the instance. The client then fetches an access token itself (<c>POST private/token</c>), renews it before it
    /// ends, and once after a 401.
    /// </summary>
    public string? Password { get; set; }

    /// <summary>Base URL of the instance as buyers reach it.</summary>
    /// <value>Default: <see cref="BaseUrl"/>. Set it when the backend is reached by an internal address.</value>
    public string? PublicBaseUrl { get; set; }

    /// <summary>Time limit of one call with all its retries. A try gets half of it, or all of it if the call is of a kind that is not retried.</summary>
    /// <value>Default 5 seconds; 100 milliseconds to 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many calls run at once. Five times as many wait for a place in the order of arrival, each within its <see cref="Timeout"/>; all others
    /// fail at once with <see cref="TalerMerchantFailure.Overloaded"/>. A call that is tried again keeps its place. Waits for a payment take none.
    /// </summary>
    /// <value>Default 200; 1 to 10,000.</value>
    public int MaxConcurrentCalls { get; set; } = 200;

    /// <summary>Where these settings stand in the host's configuration, so that messages name them as the operator knows them.</summary>
    internal string SettingsPath { get; set; } = "Merchant";

    /// <summary><see cref="BaseUrl"/> with its final slash. Only of options that were validated.</summary>
    internal Uri NormalizedBaseUrl => BaseUrls.TryNormalize(BaseUrl) ?? throw new InvalidOperationException($"{NameOf(nameof(BaseUrl))} was not validated.");

    /// <summary><see cref="PublicBaseUrl"/>, or else <see cref="BaseUrl"/>, with its final slash. Only of options that were validated.</summary>
    internal Uri NormalizedPublicBaseUrl => string.IsNullOrEmpty(PublicBaseUrl)
        ? NormalizedBaseUrl
        : BaseUrls.TryNormalize(PublicBaseUrl) ?? throw new InvalidOperationException($"{NameOf(nameof(PublicBaseUrl))} was not validated.");

    /// <summary>The full name of a setting.</summary>
    internal string NameOf(string setting) => SettingsPath.Length == 0 ? setting : SettingsPath + ":" + setting;
}
