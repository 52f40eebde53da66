using Taler.Paywall.Gate;

namespace Taler.Paywall.Tests.Gate;

public sealed class PaidNameTests
{
    [Theory]
    [InlineData("id")]
    [InlineData("[id]")]
    [InlineData("book.id")]
    [InlineData("book[id]")]
    public void A_key_means_the_value_itself_by_its_name_or_below_a_prefix(string key) => Assert.Equal(new PaidName("id", IsWhole: true), Find(key));

    [Theory]
    [InlineData("id[0]")]
    [InlineData("id.index")]
    [InlineData("book.id.x")]
    [InlineData("book.id[0]")]
    [InlineData("book[id].x")]
    public void A_key_leads_to_what_lies_below_the_value(string key) => Assert.Equal(new PaidName("id", IsWhole: false), Find(key));

    [Theory]
    [InlineData("ID")]
    [InlineData("Book.Id")]
    public void Letter_case_does_not_count(string key) => Assert.Equal("id", Find(key)?.Name, ignoreCase: true);

    [Theory]
    [InlineData("")]
    [InlineData("book")]
    [InlineData("idea")]
    [InlineData("paid")]
    [InlineData("book.idea")]
    [InlineData("book-id")]
    [InlineData("notes[0].id")]
    [InlineData("order.book.id")]
    public void Other_keys_lead_to_no_paid_value(string key) => Assert.Null(Find(key));

    private static PaidName? Find(string key) => PaidName.Find(key, name => string.Equals(name, "id", StringComparison.OrdinalIgnoreCase));
}
