using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Taler.Merchant.Configuration;

namespace Taler.Merchant.Tests.Hosting;

public sealed class OptionsTests
{
    private const string Token = "secret-token:SECRET";

    [Theory]
    [InlineData("https://backend.example/instances/shop/", "https://backend.example/instances/shop/")]
    [InlineData("https://backend.example/instances/shop", "https://backend.example/instances/shop/")]
    [InlineData("https://backend.example", "https://backend.example/")]
    [InlineData("https://b\u00fccher.example:8443", "https://xn--bcher-kva.example:8443/")]
    [InlineData("http://127.0.0.1:9966/", "http://127.0.0.1:9966/")]
    [InlineData("http://localhost/", "http://localhost/")]
    [InlineData("http://[::1]:9966", "http://[::1]:9966/")]
    public void A_good_base_url_is_taken_and_gets_its_final_slash(string written, string normalized)
    {
        var options = new TalerMerchantOptions { BaseUrl = written, AccessToken = Token };

        Assert.Empty(TalerMerchantOptionsValidator.FindMistakes(options));
        Assert.Equal(normalized, options.NormalizedBaseUrl.AbsoluteUri);
        Assert.Equal(normalized, options.NormalizedPublicBaseUrl.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("", "is missing")]
    [InlineData("instances/shop/", "begin it with https://")]
    [InlineData("backend.example", "begin it with https://")]
    [InlineData("ftp://backend.example/", "begin it with https://")]
    [InlineData("http://backend.example/", "use https://")]
    [InlineData("http://10.0.0.7/", "use https://")]
    [InlineData("https://user:SECRET@backend.example/", "holds a user name")]
    [InlineData("https://backend.example/?a=SECRET", "query or fragment")]
    [InlineData("https://backend.example/#a", "query or fragment")]
    public void A_bad_base_url_is_named_with_the_way_out(string? baseUrl, string wayOut)
    {
        var mistake = Assert.Single(TalerMerchantOptionsValidator.FindMistakes(new TalerMerchantOptions { BaseUrl = baseUrl, AccessToken = Token }));

        Assert.StartsWith("Merchant:BaseUrl ", mistake, StringComparison.Ordinal);
        Assert.Contains(wayOut, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop.example/")]
    [InlineData("https://backend.example/?a")]
    [InlineData("http://backend.example/")]
    public void A_bad_public_base_url_is_named(string publicBaseUrl)
    {
        var options = new TalerMerchantOptions { BaseUrl = "https://backend.example/", PublicBaseUrl = publicBaseUrl, AccessToken = Token };

        Assert.StartsWith("Merchant:PublicBaseUrl ", Assert.Single(TalerMerchantOptionsValidator.FindMistakes(options)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "Merchant:AccessToken and Merchant:Password are both missing")]
    [InlineData("", "", "Merchant:AccessToken and Merchant:Password are both missing")]
    [InlineData(Token, "SECRET", "Merchant:AccessToken and Merchant:Password are both set")]
    [InlineData("SECRET", null, "Merchant:AccessToken does not begin with \"secret-token:\": write")]
    [InlineData("Bearer secret-token:SECRET", null, "Merchant:AccessToken does not begin with \"secret-token:\": write")]
    [InlineData("secret-token:SECRET\n", null, "Merchant:AccessToken holds a space, a control character")]
    [InlineData("secret-token:SE CRET", null, "Merchant:AccessToken holds a space, a control character")]
    [InlineData("secret-token:", null, "Merchant:AccessToken has nothing after \"secret-token:\": copy")]
    [InlineData(null, "SECRET\r\n", "Merchant:Password holds a control character")]
    public void Bad_credentials_are_named_and_never_shown(string? token, string? password, string expected)
    {
        var options = new TalerMerchantOptions { BaseUrl = "https://backend.example/", AccessToken = token, Password = password };

        var mistakes = TalerMerchantOptionsValidator.FindMistakes(options).ToList();

        Assert.Contains(mistakes, mistake => mistake.StartsWith(expected, StringComparison.Ordinal));
        Assert.All(mistakes, mistake => Assert.DoesNotContain("SECRET", mistake, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(300_000, true)]
    [InlineData(300_001, false)]
    [InlineData(-1, false)]
    public void The_time_limit_has_a_range(int milliseconds, bool valid)
    {
        var options = new TalerMerchantOptions { BaseUrl = "https://backend.example/", AccessToken = Token, Timeout = TimeSpan.FromMilliseconds(milliseconds) };

        var mistakes = TalerMerchantOptionsValidator.FindMistakes(options).ToList();

        Assert.Equal(valid, mistakes.Count == 0);
        Assert.All(mistakes, mistake => Assert.StartsWith("Merchant:Timeout ", mistake, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void The_number_of_calls_has_a_range(int calls, bool valid)
    {
        var options = new TalerMerchantOptions { BaseUrl = "https://backend.example/", AccessToken = Token, MaxConcurrentCalls = calls };

        var mistakes = TalerMerchantOptionsValidator.FindMistakes(options).ToList();

        Assert.Equal(valid, mistakes.Count == 0);
        Assert.All(mistakes, mistake => Assert.StartsWith("Merchant:MaxConcurrentCalls ", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_stop_the_start_at_once_under_the_names_of_the_section()
    {
        var e = Assert.Throws<OptionsValidationException>(() => Start(
            "TalerPaywall:Merchant",
            ("BaseUri", "https://backend.example/"),
            ("PublicBaseUrl", "nowhere"),
            ("AccessToken", "SECRET"),
            ("Password", "SECRET"),
            ("Timeout", "soon"),
            ("MaxConcurrentCalls", "many")));

        string[] named =
        [
            "TalerPaywall:Merchant:BaseUri is not known: remove it, or use one of BaseUrl, AccessToken, Password, PublicBaseUrl, Timeout, MaxConcurrentCalls.",
            "TalerPaywall:Merchant:BaseUrl is missing",
            "TalerPaywall:Merchant:PublicBaseUrl is no absolute web address",
            "TalerPaywall:Merchant:AccessToken and TalerPaywall:Merchant:Password are both set",
            "TalerPaywall:Merchant:AccessToken does not begin with \"secret-token:\": write",
            "TalerPaywall:Merchant:Timeout: \"soon\" is not a duration. Write [days.]hours:minutes:seconds",
            "TalerPaywall:Merchant:MaxConcurrentCalls is no whole number",
        ];
        Assert.All(named, name => Assert.Contains(name, e.Message, StringComparison.Ordinal));
        Assert.Equal(named.Length, e.Failures.Count());
        Assert.DoesNotContain("SECRET", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "Merchant:Timeout: \"5\" is a bare number, which .NET takes for days. Write 00:05:00 for five minutes, or 5.00:00:00 if days are meant.")]
    [InlineData(" 300 ", "300.00:00:00 if days are meant.")]
    [InlineData("-5", "-5.00:00:00 if days are meant.")]
    [InlineData("24:00:00", "Merchant:Timeout: \"24:00:00\" is not a duration.")]
    [InlineData("99999999999", "Merchant:Timeout: \"99999999999\" is not a duration.")]
    [InlineData("5s", "Merchant:Timeout: \"5s\" is not a duration.")]
    [InlineData("", "Merchant:Timeout: \"\" is not a duration.")]
    public void A_time_limit_that_could_be_taken_for_days_stops_the_start(string timeout, string named)
    {
        var e = Assert.Throws<OptionsValidationException>(
            () => Start("Merchant", ("BaseUrl", "https://backend.example/"), ("AccessToken", Token), ("Timeout", timeout)));

        Assert.Contains(named, Assert.Single(e.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("00:05:00", 300)]
    [InlineData("23:59:59", 86_399)]
    [InlineData("300.00:00:00", 300 * 86_400)]
    public void A_duration_is_read_as_it_is_written(string text, int seconds)
    {
        Assert.True(DurationSetting.TryRead(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Fact]
    public void All_settings_are_read_from_a_section()
    {
        var options = Start(
            "Merchant",
            ("baseurl", "https://backend.example/"),
            ("Password", "p"),
            ("PublicBaseUrl", "https://pay.example/shop"),
            ("Timeout", "00:00:07"),
            ("MaxConcurrentCalls", "12"));

        Assert.Equal(("https://backend.example/", "p", null), (options.BaseUrl, options.Password, options.AccessToken));
        Assert.Equal("https://pay.example/shop/", options.NormalizedPublicBaseUrl.AbsoluteUri);
        Assert.Equal((TimeSpan.FromSeconds(7), 12), (options.Timeout, options.MaxConcurrentCalls));
    }

    [Fact]
    public void Without_a_word_about_it_the_time_limit_is_five_seconds_and_200_calls_run_at_once()
    {
        var options = Start("Merchant", ("BaseUrl", "https://backend.example/"), ("AccessToken", Token));

        Assert.Equal((TimeSpan.FromSeconds(5), 200), (options.Timeout, options.MaxConcurrentCalls));
    }

    private static TalerMerchantOptions Start(string path, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>($"{path}:{setting.Key}", setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddTalerMerchant(configuration.GetSection(path));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<TalerMerchantOptions>>().Value;
    }
}
