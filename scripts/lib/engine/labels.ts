/** On every image we build: the digest of the folder it was made from. */
export const CONTEXT_LABEL = 'org.recipe-commons.context';
/** On every stand-in: the image it stands for. */
export const STAND_IN_LABEL = 'org.recipe-commons.stand-in';
