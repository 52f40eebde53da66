using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>Patterns that never match, match twice, or match too much.</summary>
public sealed class PatternAdviceTests
{
    [Fact]
    public async Task An_application_that_sells_nothing()
    {
        await AdvisedShop.ExpectAsync("NothingSold", change: RemoveResources);
        await AdvisedShop.ExpectNoneAsync(app => app.MapGet("/report", () => "").RequireTalerPayment("EUR:1"), RemoveResources);
    }

    [Fact]
    public async Task A_section_that_the_configuration_does_not_have()
    {
        static void GiveMisspelt(WebApplicationBuilder builder) => builder.Services.AddTalerPaywall(builder.Configuration.GetSection("Shop:TalerPaywal"));

        var sentence = await AdvisedShop.ExpectAsync("SectionMissing", app => app.UseTalerPaywall().UseRouting(), configure: GiveMisspelt);
        await AdvisedShop.ExpectAsync("SectionMissing", app => app.MapGet("/report", () => "").RequireTalerPayment("EUR:1"), RemoveResources, GiveMisspelt);
        await AdvisedShop.ExpectAsync("SectionMissing", change: RemoveResources, configure: GiveMisspelt);

        Assert.Contains(" Shop:TalerPaywal,", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_sells_the_whole_site()
    {
        var sentence = await AdvisedShop.ExpectAsync("EverythingSold", change: With("/{**path}"));
        await AdvisedShop.ExpectNoneAsync(change: With("/shop/{**path}"));
        await AdvisedShop.ExpectNoneAsync(change: With("/{**path:minlength(3)}"));
        await AdvisedShop.ExpectNoneAsync(change: With("/{**path}") + (settings => settings["TalerPaywall:FreePaths:0"] = "/sign-in"));
        await AdvisedShop.ExpectNoneAsync(change: With("/{**path}") + (settings => settings["TalerPaywall:Resources:2:Methods:0"] = "POST"));
        await AdvisedShop.ExpectNoneAsync(
            app =>
            {
                app.UseTalerPaywall();
                app.MapGet("/sign-in", () => "").DisableTalerPaywall();
            },
            With("/{**path}"));

        Assert.StartsWith("TalerPaywall:Resources:2:Pattern", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/music/{id:int}", "/Music/{Number:int}", true)]
    [InlineData("/music/{id:int}", "/music/{id:long}", false)]
    [InlineData("/music/{id}", "/music/{id?}", false)]
    [InlineData("/music/{id}", "/music/{*id}", false)]
    [InlineData("/music/{id}.mp3", "/MUSIC/{id}.MP3", true)]
    [InlineData("/music/{id}.mp3", "/music/{id}.ogg", false)]
    public async Task A_pattern_that_is_there_twice(string one, string other, bool isRepeated)
    {
        var twins = With(one, "music") + With(other, "music", index: 3);

        if (isRepeated)
            Assert.StartsWith("TalerPaywall:Resources:3:Pattern", await AdvisedShop.ExpectAsync("PatternRepeated", change: twins), StringComparison.Ordinal);
        else
            await AdvisedShop.ExpectNoneAsync(change: twins);
    }

    [Fact]
    public async Task Two_patterns_of_one_spelling_for_different_methods_are_no_repetition() =>
        await AdvisedShop.ExpectNoneAsync(change: With("/music/{id}", "music") + With("/music/{id}", "music", index: 3) + (settings =>
        {
            settings["TalerPaywall:Resources:2:Methods:0"] = "GET";
            settings["TalerPaywall:Resources:3:Methods:0"] = "POST";
        }));

    [Theory]
    [InlineData("/music/{id:min(10):max(5)}", true)]
    [InlineData("/music/{id:min(5):max(10)}", false)]
    [InlineData("/music/{id:int:min(3000000000)}", true)]
    [InlineData("/music/{id:long:min(3000000000)}", false)]
    [InlineData("/music/{id:range(1,5):range(6,9)}", true)]
    [InlineData("/music/{id:range(1,5):range(5,9)}", false)]
    [InlineData("/music/{id:minlength(9):maxlength(3)}", true)]
    [InlineData("/music/{id:length(4):minlength(4)}", false)]
    [InlineData("/music/{id:length(4):minlength(5)}", true)]
    [InlineData("/music/{id:alpha:int}", true)]
    [InlineData("/music/{id:alpha:double}", false)]
    [InlineData("/music/{id:bool:int}", true)]
    [InlineData("/music/{id:bool:double}", false)]
    [InlineData("/music/{id:file:nonfile}", true)]
    [InlineData("/music/{id:file:minlength(5)}", false)]
    [InlineData("/music/{**id:min(10):max(5)}", true)]
    [InlineData("/music/{id:min(10):max(5)?}", false)]
    public async Task A_pattern_whose_constraints_contradict_each_other(string pattern, bool isImpossible)
    {
        if (isImpossible)
            Assert.Contains("its value id,", await AdvisedShop.ExpectAsync("PatternImpossible", change: With(pattern, "music")), StringComparison.Ordinal);
        else
            await AdvisedShop.ExpectNoneAsync(change: With(pattern, "music"));
    }

    [Theory]
    [InlineData("https://shop.example/app/", "/app/music/{id}", true)]
    [InlineData("https://shop.example/app", "/App/music/{id}", true)]
    [InlineData("https://shop.example/a%20b/c/", "/a b/c/{id}", true)]
    [InlineData("https://shop.example/app/", "/apples/{id}", false)]
    [InlineData("https://shop.example/app/", "/music/app/{id}", false)]
    [InlineData("https://shop.example/app/", "/{app}/music", false)]
    [InlineData("https://shop.example/a/b/", "/a/{id}", false)]
    [InlineData("https://shop.example/", "/app/music/{id}", false)]
    public async Task A_pattern_that_begins_with_the_path_base(string publicBaseUrl, string pattern, bool isMistake)
    {
        var change = With(pattern) + (settings => settings["TalerPaywall:PublicBaseUrl"] = publicBaseUrl);

        if (isMistake)
            Assert.StartsWith("TalerPaywall:Resources:2:Pattern", await AdvisedShop.ExpectAsync("PatternWithPathBase", change: change), StringComparison.Ordinal);
        else
            await AdvisedShop.ExpectNoneAsync(change: change);
    }

    [Theory]
    [InlineData("app/music/{id}")]
    [InlineData("/app/music/{id}")]
    public async Task Where_a_pattern_that_begins_with_the_path_base_would_send_buyers(string pattern)
    {
        var sentence = await AdvisedShop.ExpectAsync(
            "PatternWithPathBase", change: With(pattern) + (settings => settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example/app/"));

        Assert.Contains("sent to /app/app/music/{id}.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/essays/{slug}/cover.jpg", false)]
    [InlineData("/essays/free/{**rest}", false)]
    [InlineData("/REPORT/{x?}", true)]
    [InlineData("/music/{id}", true)]
    [InlineData("/essay/{slug}", true)]
    [InlineData("/essays/{**rest}", true)]
    [InlineData("/", true)]
    public async Task A_free_path_that_makes_nothing_free(string pattern, bool isUseless)
    {
        void Change(Dictionary<string, string?> settings) => settings["TalerPaywall:FreePaths:0"] = pattern;

        if (isUseless)
            Assert.StartsWith("TalerPaywall:FreePaths:0", await AdvisedShop.ExpectAsync("FreePathUseless", change: Change), StringComparison.Ordinal);
        else
            await AdvisedShop.ExpectNoneAsync(change: Change);
    }

    /// <summary>A resource more. With a name it is one for all values of its pattern.</summary>
    private static Action<Dictionary<string, string?>> With(string pattern, string? name = null, int index = 2) => settings =>
    {
        settings[$"TalerPaywall:Resources:{index}:Pattern"] = pattern;
        settings[$"TalerPaywall:Resources:{index}:Price"] = "EUR:3";
        if (name is null)
            return;
        settings[$"TalerPaywall:Resources:{index}:Name"] = name;
        settings[$"TalerPaywall:Resources:{index}:FulfillmentPath"] = "/music-shop";
        settings["TalerPaywall:Resources:9:Pattern"] = "/music-shop";
        settings["TalerPaywall:Resources:9:Name"] = name;
        settings["TalerPaywall:Resources:9:Price"] = "EUR:3";
        settings["TalerPaywall:Resources:9:FulfillmentPath"] = "/music-shop";
    };

    private static void RemoveResources(Dictionary<string, string?> settings)
    {
        foreach (var key in settings.Keys.Where(key => key.Contains(":Resources:", StringComparison.Ordinal)).ToList())
            settings.Remove(key);
    }
}
