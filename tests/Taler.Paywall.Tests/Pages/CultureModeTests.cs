using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.Paywall.Pages;

namespace Taler.Paywall.Tests.Pages;

/// <summary>What is true with the cultures of the system and without. The last test runs the others once more in a process that has none.</summary>
public sealed class CultureModeTests
{
    private const string Switch = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    private static bool HasCultures => CultureInfo.GetCultures(CultureTypes.AllCultures).Length > 1;

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("ar", "ar")]
    [InlineData("*, en;q=0", "de")]
    public void A_visitor_gets_his_language_or_english_where_there_are_no_cultures(string header, string expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = header;

        var language = PageLanguages.Of(context);
        var texts = new PageTexts(language);
        var price = PriceText.Of(Amount.Parse("KUDOS:1.5"), null, language.Culture);

        Assert.Equal(HasCultures ? expected : "en", language.Tag);
        Assert.Equal(HasCultures, texts[PageText.BuyAgain] != "Buy again");
        Assert.Contains("KUDOS", price, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_holds_in_a_process_without_cultures()
    {
        if (!HasCultures)
            return;
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { typeof(CultureModeTests).Assembly.Location, "-class", typeof(CultureModeTests).FullName!, "-noColor" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [Switch] = "1" },
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.RemoveAt(0);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0 && output.Contains("Total: 4", StringComparison.Ordinal), output);
    }
}
