namespace EssayShop.Essays;

/// <summary>What the shop tells about an essay before it is bought.</summary>
/// <param name="Slug">Its name in URLs. The text is <c>Pages/Essays/Texts/{slug}.cshtml</c>, the picture <c>wwwroot/essays/{slug}/illustration.svg</c>.</param>
/// <param name="Title">As printed.</param>
/// <param name="Teaser">Two or three sentences for the index.</param>
/// <param name="Illustration">The picture in words, for those who do not see it.</param>
/// <param name="Minutes">Time it takes to read.</param>
public sealed record Essay(string Slug, string Title, string Teaser, string Illustration, int Minutes)
{
    public string Path => "/essays/" + Slug;
}
