using System.Globalization;
using Microsoft.Extensions.Options;

namespace Taler.Merchant.Configuration;

/// <summary>Finds all mistakes at once. Each sentence names the setting and the way out, and none repeats a value that may be secret.</summary>
internal sealed class TalerMerchantOptionsValidator : IValidateOptions<TalerMerchantOptions>
{
    private const string TokenPrefix = "secret-token:";

    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    private const int MaxCalls = 10_000;

    public ValidateOptionsResult Validate(string? name, TalerMerchantOptions options)
    {
        var mistakes = FindMistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>The mistakes in these options alone, for a caller that reports them among its own.</summary>
    public static IEnumerable<string> FindMistakes(TalerMerchantOptions options)
    {
        if (string.IsNullOrEmpty(options.BaseUrl))
            yield return $"{options.NameOf(nameof(options.BaseUrl))} is missing: set it to the base URL of the merchant instance, for example https://backend.example/instances/shop/.";
        else if (FindUrlMistake(options.BaseUrl) is { } mistake)
            yield return $"{options.NameOf(nameof(options.BaseUrl))} {mistake}";

        if (!string.IsNullOrEmpty(options.PublicBaseUrl) && FindUrlMistake(options.PublicBaseUrl) is { } publicMistake)
            yield return $"{options.NameOf(nameof(options.PublicBaseUrl))} {publicMistake}";

        foreach (var mistake in FindCredentialMistakes(options))
            yield return mistake;

        if (options.Timeout < MinTimeout || options.Timeout > MaxTimeout)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{options.NameOf(nameof(options.Timeout))} is {options.Timeout:c}: set it to a time from {MinTimeout:c} to {MaxTimeout:c}, for example 00:00:05.");
        }
        if (options.MaxConcurrentCalls is < 1 or > MaxCalls)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{options.NameOf(nameof(options.MaxConcurrentCalls))} is {options.MaxConcurrentCalls}: set it to a number from 1 to {MaxCalls}, for example 200.");
        }
    }

    private static IEnumerable<string> FindCredentialMistakes(TalerMerchantOptions options)
    {
        var token = options.NameOf(nameof(options.AccessToken));
        var password = options.NameOf(nameof(options.Password));
        var hasToken = !string.IsNullOrEmpty(options.AccessToken);
        var hasPassword = !string.IsNullOrEmpty(options.Password);
        if (!hasToken && !hasPassword)
            yield return $"{token} and {password} are both missing: set one of them, so that the backend lets this application in.";
        if (hasToken && hasPassword)
            yield return $"{token} and {password} are both set: remove one of them.";
        if (hasToken && !options.AccessToken!.StartsWith(TokenPrefix, StringComparison.Ordinal))
            yield return $"{token} does not begin with \"{TokenPrefix}\": write the token with this prefix, as the backend gave it out.";
        if (hasToken && options.AccessToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
            yield return $"{token} holds a space, a control character or one beyond ASCII: copy the token again, without line ends.";
        if (hasToken && options.AccessToken!.Length == TokenPrefix.Length)
            yield return $"{token} has nothing after \"{TokenPrefix}\": copy the whole token.";
        if (hasPassword && options.Password!.Any(char.IsControl))
            yield return $"{password} holds a control character: copy the password again, without line ends.";
    }

    /// <returns>The rest of a sentence that begins with the setting's name; null if the URL is fine.</returns>
    private static string? FindUrlMistake(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return "is no absolute web address: begin it with https://.";
        if (url.UserInfo.Length > 0)
            return "holds a user name or password: remove it, credentials have settings of their own.";
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            return "holds a query or fragment: remove everything from ? or # on.";
        return url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback
            ? "uses plain http to another machine, which shows tokens and orders to the network: use https://. Only loopback addresses may use http://."
            : null;
    }
}
